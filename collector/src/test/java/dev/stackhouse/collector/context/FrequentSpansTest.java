package dev.stackhouse.collector.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrequentSpansTest {
    @Test
    void ofMoreSpansThanAreNamedThoseWithTheMostSamplesAre() {
        List<SampleContext> contexts = new ArrayList<>();
        FrequentSpans spans = new FrequentSpans();
        for (int i = 1; i <= 3 * FrequentSpans.MOST_SPANS; i++) {
            contexts.add(new SampleContext(
                    List.of("endpoint=/pay"), Span.of("0af7651916cd43dd8448eb211c80319c", String.format("%016x", i))));
            spans.count(contexts.get(i - 1), i);
        }
        Collections.shuffle(contexts);
        for (SampleContext context : contexts) {
            boolean isFrequent = context.span().spanId() > 2 * FrequentSpans.MOST_SPANS;
            assertThat(spans.bounded(context)).isEqualTo(isFrequent ? context : context.withoutSpan());
        }
        assertThat(spans.bounded(SampleContext.NONE)).isSameAs(SampleContext.NONE);
    }
}
