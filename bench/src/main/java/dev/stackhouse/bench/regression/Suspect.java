package dev.stackhouse.bench.regression;

import java.util.Set;

/**
 * What a detector says became dearer.
 *
 * @param alike methods that it takes for the same change
 */
record Suspect(String method, Set<String> alike) {
    Suspect(String method) {
        this(method, Set.of());
    }

    boolean isSameAs(Suspect other) {
        return method.equals(other.method) || alike.contains(other.method) || other.alike.contains(method);
    }
}
