package dev.stackhouse.streamer.decode;

/** Why a batch cannot be used; the name goes into metrics and the dead letter. */
public enum RejectReason {
    /** Not a protobuf message of the batch's shape. */
    UNDECODABLE,
    /** Larger than any batch may be. */
    TOO_LARGE,
    /** {@code format_version} is neither 1 nor 2. */
    UNKNOWN_FORMAT,
    BAD_SERVICE,
    BAD_INSTANCE,
    BAD_LABEL,
    /** Too many facts, or one that cannot be. */
    BAD_FACT,
    /** A rate that cannot be, two of an event, or a policy without a proper name. */
    BAD_RATE,
    BAD_SEQUENCE,
    /** Ends before it starts, or lasts more than an hour. */
    BAD_INTERVAL,
    /** Ends more than two hours ahead of this machine's clock. */
    IN_FUTURE,
    /** Older than the store keeps data. */
    TOO_OLD,
    /** A frame or string that cannot be. */
    BAD_FRAME,
    /** A stack that cannot be, or that is not the one that its identity says. */
    BAD_STACK,
    BAD_SAMPLE,
    /** A sample outside the batch's interval. */
    BAD_WINDOW,
    UNKNOWN_EVENT,
    BAD_LEDGER
}
