package dev.stackhouse.query.flamegraph;

/** A tree as text: a line per node, indented by its level, with its own and its total weight. */
final class TreeText {
    private TreeText() {}

    static String of(FlameTree tree) {
        long[] totals = tree.totalValues();
        StringBuilder text = new StringBuilder();
        for (int node = 0; node < tree.size(); node++) {
            text.append(" ".repeat(tree.level(node)))
                    .append(tree.method(node).name())
                    .append(' ')
                    .append(tree.selfValue(node))
                    .append(' ')
                    .append(totals[node])
                    .append('\n');
        }
        return text.toString();
    }
}
