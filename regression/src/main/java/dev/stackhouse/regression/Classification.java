package dev.stackhouse.regression;

/** What a change that was found is. Only the first is alerted on. */
public enum Classification {
    /** Something became dearer. */
    REGRESSION,
    /** Something became cheaper. */
    IMPROVEMENT,
    /** Cost moved from a sibling under a common ancestor, which as a whole stayed as dear as it was. */
    COST_SHIFT,
    /** Entry points are called in another proportion; what each does is as dear as it was. */
    ENTRY_MIX,
    /** One instance, or a few, are unlike all others of their version. */
    HOT_INSTANCE,
    /** The whole service uses more of the processor, in the same proportions: more is asked of it, or all of it is slower. */
    LEVEL
}
