package dev.stackhouse.regression;

import java.util.List;

/** Compares the instances of two versions. */
public final class Comparison {
    private final CallTree tree;
    private final Rules rules;

    public Comparison(CallTree tree, Rules rules) {
        this.tree = tree;
        this.rules = rules;
    }

    /**
     * Compares.
     *
     * @param look number of the look at this deploy, from 0: each has half of the error rate of the one before
     */
    @SuppressWarnings("DoNotCallSuggester")
    public Outcome compare(List<InstanceCounts> before, List<InstanceCounts> after, int look) {
        throw new UnsupportedOperationException("to be written: " + tree.size() + rules + before + after + look);
    }
}
