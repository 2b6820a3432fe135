package dev.stackhouse.collector.context;

/** What a thread worked on from one moment to another, on the profiler's clock. Immutable. */
final class ContextInterval {
    final Context context;
    final long fromTicks;
    /** Exclusive. */
    final long untilTicks;

    ContextInterval(Context context, long fromTicks, long untilTicks) {
        this.context = context;
        this.fromTicks = fromTicks;
        this.untilTicks = untilTicks;
    }
}
