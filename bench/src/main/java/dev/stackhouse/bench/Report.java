package dev.stackhouse.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of one benchmark in the order in which they were added. Units are part of the names. Not thread-safe. */
final class Report {
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    private boolean failed;

    Report(String benchmark) {
        figures.put("benchmark", benchmark);
    }

    Report add(String nameWithUnit, double value) {
        figures.put(nameWithUnit, Math.round(value * 1000) / 1000.0);
        return this;
    }

    Report add(String nameWithUnit, long value) {
        figures.put(nameWithUnit, value);
        return this;
    }

    Report add(String name, String value) {
        figures.put(name, value);
        return this;
    }

    /** Adds what is wrong, and how much of it there is; any of it is a failure of the run. */
    Report addComplaints(List<String> complaints) {
        figures.put("complaints", complaints.size());
        if (!complaints.isEmpty()) {
            failed = true;
            figures.put("complaint", complaints);
        }
        return this;
    }

    /** Adds rows that have the same columns, or some of them; in JSON an array of objects. */
    Report addTable(String name, List<Map<String, Object>> rows) {
        tables.put(name, rows);
        return this;
    }

    /** Whether something is wrong that no figure may hide. */
    boolean isFailed() {
        return failed;
    }

    /** Prints a table for people and then one JSON object on a line of its own. */
    void print(PrintStream out) throws IOException {
        int width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
        figures.forEach((name, value) -> out.printf("%-" + width + "s  %s%n", name, value));
        Map<String, Object> all = new LinkedHashMap<>(figures);
        tables.forEach((name, rows) -> {
            out.println(name);
            print(rows, out);
            all.put(name, rows);
        });
        out.println(new ObjectMapper().writeValueAsString(all));
    }

    private static void print(List<Map<String, Object>> rows, PrintStream out) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        rows.forEach(row -> row.forEach((column, value) -> widths.merge(
                column, Math.max(column.length(), String.valueOf(value).length()), Math::max)));
        StringBuilder header = new StringBuilder();
        widths.forEach((column, width) -> header.append(padded(column, width)));
        out.println(header.toString().stripTrailing());
        for (Map<String, Object> row : rows) {
            StringBuilder line = new StringBuilder();
            widths.forEach((column, width) -> line.append(padded(row.getOrDefault(column, "-"), width)));
            out.println(line.toString().stripTrailing());
        }
    }

    private static String padded(Object value, int width) {
        return String.format("%-" + (width + 2) + "s", value);
    }
}
