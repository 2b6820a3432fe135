package dev.stackhouse.storage.write;

/** The tables that a block has rows for, in the order in which they are inserted: what others refer to comes first. */
public enum Table {
    FRAMES,
    STACKS,
    INSTANCES,
    SAMPLES,
    LEDGER
}
