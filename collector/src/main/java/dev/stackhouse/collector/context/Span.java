package dev.stackhouse.collector.context;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A span of a distributed trace (https://www.w3.org/TR/trace-context/#traceparent-header). Immutable, equal by content. */
public final class Span {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    private final long traceHigh;
    private final long traceLow;
    private final long spanId;

    private Span(long traceHigh, long traceLow, long spanId) {
        this.traceHigh = traceHigh;
        this.traceLow = traceLow;
        this.spanId = spanId;
    }

    /** Null where these are not the ids of a span in hexadecimal digits. */
    static @Nullable Span of(String traceId, String spanId) {
        if (traceId.length() != TRACE_DIGITS || spanId.length() != SPAN_DIGITS) {
            return null;
        }
        try {
            Span span = new Span(
                    Long.parseUnsignedLong(traceId.substring(0, SPAN_DIGITS), 16),
                    Long.parseUnsignedLong(traceId.substring(SPAN_DIGITS), 16),
                    Long.parseUnsignedLong(spanId, 16));
            boolean isValid = (span.traceHigh | span.traceLow) != 0 && span.spanId != 0;
            return isValid ? span : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** 16 bytes. */
    public byte[] traceId() {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(traceHigh)
                .putLong(traceLow)
                .array();
    }

    public long spanId() {
        return spanId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Span)) {
            return false;
        }
        Span span = (Span) other;
        return traceHigh == span.traceHigh && traceLow == span.traceLow && spanId == span.spanId;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(traceHigh ^ traceLow * 31 ^ spanId);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x-%016x", traceHigh, traceLow, spanId);
    }
}
