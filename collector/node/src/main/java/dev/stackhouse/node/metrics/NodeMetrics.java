package dev.stackhouse.node.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counters and gauges of the daemon, in Prometheus's text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Thread-safe.
 */
public final class NodeMetrics {
    private static final String PREFIX = "stackhouse_node_";

    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

    /** Adds to a counter; its name ends with "_total". */
    public void count(String name, long more) {
        counters.computeIfAbsent(name, any -> new LongAdder()).add(more);
    }

    /** Adds to a counter with one label. */
    public void count(String name, String label, String value, long more) {
        count(name + "{" + label + "=\"" + value + "\"}", more);
    }

    public void gauge(String name, LongSupplier value) {
        gauges.put(name, value);
    }

    public void gauge(String name, String label, String labelValue, LongSupplier value) {
        gauge(name + "{" + label + "=\"" + labelValue + "\"}", value);
    }

    public String text() {
        Map<String, String> lines = new TreeMap<>();
        counters.forEach((name, value) -> lines.put(name, "counter " + value.sum()));
        gauges.forEach((name, value) -> lines.put(name, "gauge " + value.getAsLong()));
        StringBuilder text = new StringBuilder();
        String family = "";
        for (Map.Entry<String, String> line : lines.entrySet()) {
            String name = line.getKey().replaceAll("\\{.*", "");
            String[] typeAndValue = line.getValue().split(" ", 2);
            if (!name.equals(family)) {
                family = name;
                text.append("# TYPE " + PREFIX + name + " " + typeAndValue[0] + "\n");
            }
            text.append(PREFIX + line.getKey() + " " + typeAndValue[1] + "\n");
        }
        return text.toString();
    }
}
