package dev.stackhouse.collector.context;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the thread of a sample worked on. Immutable, equal by content. */
public final class SampleContext {
    /** Nothing that is known. */
    public static final SampleContext NONE = new SampleContext(Collections.emptyList(), null);

    private final List<String> labels;
    private final @Nullable Span span;

    /**
     * What was said in scopes.
     *
     * @param labels each as {@code name=value}, in the order of their names
     */
    public SampleContext(List<String> labels, @Nullable Span span) {
        this.labels = labels;
        this.span = span;
    }

    /** Each as {@code name=value}, in the order of their names. */
    public List<String> labels() {
        return labels;
    }

    /** The span of a distributed trace, or null. */
    public @Nullable Span span() {
        return span;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SampleContext
                && labels.equals(((SampleContext) other).labels)
                && Objects.equals(span, ((SampleContext) other).span);
    }

    @Override
    public int hashCode() {
        return 31 * labels.hashCode() + Objects.hashCode(span);
    }

    @Override
    public String toString() {
        return labels + (span == null ? "" : " " + span);
    }
}
