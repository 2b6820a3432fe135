package dev.stackhouse.collector.facts;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Facts about a JVM by their names, within the bounds of {@code batch.proto}. Not thread-safe. */
public final class Facts {
    private static final int MOST_FACTS = 64;
    private static final int LONGEST_VALUE = 4_000;
    private static final String CUT = " ...";

    private final SortedMap<String, String> valuesByName = new TreeMap<>();

    /** Adds a fact, unless it is unknown or empty; a value that is too long is cut. */
    void put(String name, @Nullable String value) {
        if (value != null && !value.trim().isEmpty() && valuesByName.size() < MOST_FACTS) {
            String stripped = value.trim();
            valuesByName.put(
                    name,
                    stripped.length() <= LONGEST_VALUE
                            ? stripped
                            : stripped.substring(0, LONGEST_VALUE - CUT.length()) + CUT);
        }
    }

    /** Adds a number, unless it is negative, which stands for unknown or unlimited. */
    void put(String name, long value) {
        if (value >= 0) {
            put(name, Long.toString(value));
        }
    }

    public SortedMap<String, String> byName() {
        return Collections.unmodifiableSortedMap(valuesByName);
    }
}
