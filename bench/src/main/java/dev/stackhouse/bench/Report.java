package dev.stackhouse.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Figures of one benchmark in the order in which they were added. Units are part of the names. Not thread-safe. */
final class Report {
    private final Map<String, Object> figures = new LinkedHashMap<>();

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

    /** Prints a table for people and then one JSON object on a line of its own. */
    void print(PrintStream out) throws IOException {
        int width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
        figures.forEach((name, value) -> out.printf("%-" + width + "s  %s%n", name, value));
        out.println(new ObjectMapper().writeValueAsString(figures));
    }
}
