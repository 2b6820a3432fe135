package dev.stackhouse.collector.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a recording that have the most samples. Every span makes samples of its own out of those that would be one: of more than {@link #MOST_SPANS} the others are
 * not named. Not thread-safe; one per recording: count all, then ask.
 */
public final class FrequentSpans {
    public static final int MOST_SPANS = 200;

    private final Map<Span, Long> samplesOfSpan = new HashMap<>();
    private @Nullable Set<Span> frequent;

    /**
     * Counts samples of a span.
     *
     * @param span null where there is none
     */
    public void count(@Nullable Span span, long samples) {
        if (span != null) {
            samplesOfSpan.merge(span, samples, Long::sum);
        }
    }

    /** The same span if it is among the frequent ones, or null. */
    public @Nullable Span bounded(@Nullable Span span) {
        return span != null && frequent().contains(span) ? span : null;
    }

    private Set<Span> frequent() {
        Set<Span> known = frequent;
        if (known == null) {
            List<Map.Entry<Span, Long>> most = new ArrayList<>(samplesOfSpan.entrySet());
            most.sort(Map.Entry.<Span, Long>comparingByValue().reversed());
            most.subList(Math.min(MOST_SPANS, most.size()), most.size())
                    .forEach(rare -> samplesOfSpan.remove(rare.getKey()));
            known = samplesOfSpan.keySet();
            frequent = known;
        }
        return known;
    }
}
