package dev.stackhouse.query.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.query.flamegraph.FlameTree;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a profile for speedscope: one of type "sampled", after https://www.speedscope.app/file-format-schema.json. Each distinct
 * stack is one sample that weighs all that was spent there.
 */
public final class SpeedscopeExport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SpeedscopeExport() {}

    /**
     * Returns the file's content.
     *
     * @param unit "nanoseconds" or "bytes"
     */
    public static String write(String title, FlameTree tree, String unit) {
        ObjectNode file = JSON.createObjectNode();
        file.put("$schema", "https://www.speedscope.app/file-format-schema.json");
        file.put("name", title).put("exporter", "stackhouse").put("activeProfileIndex", 0);
        ArrayNode frames = file.putObject("shared").putArray("frames");
        tree.methods().forEach(method -> frames.addObject().put("name", method.name()));
        ObjectNode profile = file.putArray("profiles").addObject();
        profile.put("type", "sampled").put("name", title).put("unit", unit).put("startValue", 0);
        ArrayNode samples = JSON.createArrayNode();
        ArrayNode weights = JSON.createArrayNode();
        Deque<Integer> path = new ArrayDeque<>();
        long end = 0;
        for (int node = 1; node < tree.size(); node++) {
            while (path.size() >= tree.level(node)) {
                path.removeLast();
            }
            path.addLast(tree.methodIndex(node));
            if (tree.selfValue(node) != 0) {
                ArrayNode sample = samples.addArray();
                path.forEach(sample::add);
                weights.add(tree.selfValue(node));
                end += tree.selfValue(node);
            }
        }
        profile.put("endValue", end);
        profile.set("samples", samples);
        profile.set("weights", weights);
        return file.toString();
    }
}
