package dev.stackhouse.collector.context;

import org.jspecify.annotations.Nullable;

/** What a thread works on: one label or one span, inside of others. Immutable. */
final class Context {
    /** Nothing that is known. */
    static final Context NONE = new Context(null, 0, false, "", "");

    /** {@link #NONE} of the outermost one. */
    final Context outer;

    final long token;
    final boolean isSpan;
    /** Name of a label, or trace id of a span. */
    final String name;
    /** Value of a label, or span id. */
    final String value;

    private final int depth;

    private Context(@Nullable Context outer, long token, boolean isSpan, String name, String value) {
        this.outer = outer == null ? this : outer;
        this.token = token;
        this.isSpan = isSpan;
        this.name = name;
        this.value = value;
        this.depth = outer == null ? 0 : outer.depth + 1;
    }

    Context label(long innerToken, String labelName, String labelValue) {
        return new Context(this, innerToken, false, labelName, labelValue);
    }

    Context span(long innerToken, String traceId, String spanId) {
        return new Context(this, innerToken, true, traceId, spanId);
    }

    /** How many there are, this one included. */
    int depth() {
        return depth;
    }
}
