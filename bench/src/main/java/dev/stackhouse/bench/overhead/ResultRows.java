package dev.stackhouse.bench.overhead;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of a table of programs on JDKs: names of columns, with units, and their values. Not thread-safe. */
final class ResultRows {
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** Adds one and tells it: a run takes hours, so that what there is should not wait for its end. */
    void add(Workload workload, Jdk jdk, Map<String, Object> figures) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("program", workload.name());
        row.put("JDK", jdk.feature());
        row.putAll(figures);
        rows.add(row);
        System.err.println(row);
    }

    List<Map<String, Object>> all() {
        return rows;
    }
}
