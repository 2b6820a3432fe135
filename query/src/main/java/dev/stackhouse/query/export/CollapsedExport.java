package dev.stackhouse.query.export;

import dev.stackhouse.query.flamegraph.FlameTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes collapsed stacks: a line per distinct stack, {@code root;...;leaf value}, ordered by method. The format is that of
 * Brendan Gregg's stackcollapse scripts (https://github.com/brendangregg/FlameGraph).
 */
public final class CollapsedExport {
    private CollapsedExport() {}

    public static String write(FlameTree tree) {
        StringBuilder text = new StringBuilder();
        List<String> path = new ArrayList<>();
        for (int node = 1; node < tree.size(); node++) {
            int level = tree.level(node);
            path.subList(level - 1, path.size()).clear();
            path.add(plain(tree.method(node).name()));
            if (tree.selfValue(node) != 0) {
                text.append(String.join(";", path))
                        .append(' ')
                        .append(tree.selfValue(node))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** What separates frames and lines must not occur in a name. */
    private static String plain(String name) {
        return name.replace(';', ':').replace('\n', ' ').replace('\r', ' ');
    }
}
