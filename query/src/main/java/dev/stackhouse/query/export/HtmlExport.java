package dev.stackhouse.query.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.query.flamegraph.FlameTree;
import dev.stackhouse.query.flamegraph.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes a page that shows a flame graph and asks nobody for anything: the page's own component and the data inside. */
public final class HtmlExport {
    private static final String COMPONENT = "/dev/stackhouse/query/page/flamegraph.js";
    private static final String TEMPLATE = "/dev/stackhouse/query/export/flamegraph.html";

    private static final ObjectMapper JSON = new ObjectMapper();

    private HtmlExport() {}

    /**
     * Returns the page.
     *
     * @param unit name of a {@code stackhouse.query.v1.Unit}
     */
    public static String write(String title, FlameTree tree, String event, String unit, long rangeMillis) {
        return fill(resource(TEMPLATE), title, asJson(tree, event, unit, rangeMillis));
    }

    private static String fill(String template, String title, String data) {
        // In one pass, so that nothing inserted is taken for a place to insert.
        StringBuilder page = new StringBuilder();
        int from = 0;
        for (int at = template.indexOf("${"); at >= 0; at = template.indexOf("${", from)) {
            int end = template.indexOf('}', at);
            page.append(template, from, at);
            page.append(
                    switch (template.substring(at + 2, end)) {
                        case "title" -> escaped(title);
                        case "component" -> resource(COMPONENT).replace("</script", "<\\/script");
                        case "data" -> data;
                        default -> throw new IllegalStateException("unknown place in " + TEMPLATE);
                    });
            from = end + 1;
        }
        return page.append(template, from, template.length()).toString();
    }

    private static String asJson(FlameTree tree, String event, String unit, long rangeMillis) {
        ObjectNode data = JSON.createObjectNode();
        data.put("event", event).put("unit", unit).put("rangeMillis", rangeMillis);
        ArrayNode names = data.putArray("names");
        ArrayNode nameTypes = data.putArray("nameTypes");
        for (Method method : tree.methods()) {
            names.add(method.name());
            nameTypes.add(method.type().name());
        }
        ArrayNode levels = data.putArray("levels");
        ArrayNode nameIndexes = data.putArray("nameIndexes");
        ArrayNode selfValues = data.putArray("selfValues");
        for (int node = 0; node < tree.size(); node++) {
            levels.add(tree.level(node));
            nameIndexes.add(tree.methodIndex(node));
            selfValues.add(tree.selfValue(node));
        }
        // Only names have it, and there it would end the script element.
        return data.toString().replace("<", "\\u003c");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlExport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
