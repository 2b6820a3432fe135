package dev.stackhouse.regression;

import java.util.List;

/**
 * What is compared: a method or a path.
 *
 * @param path frames from the root to the deepest; of a method only that one
 */
public record Unit(Type type, List<String> path) {
    /** How the samples of a unit are counted. */
    public enum Type {
        /** Samples with the method at the leaf. */
        METHOD_SELF,
        /** Samples with the method anywhere in the stack, once per stack. */
        METHOD_TOTAL,
        /** Samples whose stack begins with the path. */
        PATH_TOTAL
    }

    public Unit {
        path = List.copyOf(path);
    }

    /** The method, or the deepest of the path. */
    public String method() {
        return path.get(path.size() - 1);
    }
}
