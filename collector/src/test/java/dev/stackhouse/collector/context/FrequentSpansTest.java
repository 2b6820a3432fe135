package dev.stackhouse.collector.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrequentSpansTest {
    @Test
    void ofMoreSpansThanAreNamedThoseWithTheMostSamplesAre() {
        List<Span> all = new ArrayList<>();
        FrequentSpans spans = new FrequentSpans();
        for (int i = 1; i <= 3 * FrequentSpans.MOST_SPANS; i++) {
            all.add(Span.of("0af7651916cd43dd8448eb211c80319c", String.format("%016x", i)));
            spans.count(all.get(i - 1), i);
        }
        spans.count(null, 1_000);
        Collections.shuffle(all);
        for (Span span : all) {
            boolean isFrequent = span.spanId() > 2 * FrequentSpans.MOST_SPANS;
            assertThat(spans.bounded(span)).isEqualTo(isFrequent ? span : null);
        }
        assertThat(spans.bounded(null)).isNull();
    }
}
