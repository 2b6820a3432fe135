package dev.stackhouse.bench.regression;

/** What happens with a deploy. */
public enum Scenario {
    QUIET(false, false),
    /** A node takes more from the start. */
    STEP(true, true),
    /** A node takes more and more over two hours. */
    RAMP(true, true),
    /** A node takes more for half an hour that begins at any time. */
    TRANSIENT(false, true),
    /** What a node takes more, one beside it takes less. */
    COST_SHIFT(false, true),
    IMPROVEMENT(false, true),
    /** An entry point is called by 40 % more often. */
    ENTRY_MIX(false, false),
    /** Twice as much is asked of the newer instances. */
    TRAFFIC(false, false),
    /** One of the newer instances takes as much more as all of them would. */
    HOT_INSTANCE(false, true),
    /** Compiling, and methods that are not compiled yet. */
    WARM_UP(false, true),
    /** A third of the newer instances loses about half of its samples. */
    LOST_SAMPLES(false, false),
    /** A method of that size has another name. */
    RENAMED(false, true);

    /** Whether somebody should be told. */
    final boolean isRegression;

    /** Whether it has a size. */
    final boolean isSized;

    Scenario(boolean isRegression, boolean isSized) {
        this.isRegression = isRegression;
        this.isSized = isSized;
    }
}
