package dev.stackhouse.collector.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SampleContextsTest {
    private final AtomicLong clock = new AtomicLong();
    private final Contexts contexts = new Contexts(clock::get, () -> () -> Long.MAX_VALUE, 0);

    @Test
    void ofAnUnboundedLabelSomeValuesAreKeptAndTheOthersLeftOut() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < SampleContexts.MOST_VALUES + 50; i++) {
            long endpoint = contexts.openLabel("endpoint", "/pay");
            long request = contexts.openLabel("request", "n" + i);
            clock.incrementAndGet();
            contexts.close(request);
            contexts.close(endpoint);
        }
        SampleContexts samples = new SampleContexts(contexts);
        for (long ticks = 0; ticks < clock.get(); ticks++) {
            seen.add(samples.at(1, Thread.currentThread().getId(), ticks)
                    .labels()
                    .toString());
        }
        assertThat(seen).hasSize(SampleContexts.MOST_VALUES + 1).contains("[endpoint=/pay]");
        assertThat(samples.excessive()).containsExactly("request");
    }

    @Test
    void aSampleHasEightLabelsAtMost() {
        for (char name = 'a'; name <= 'j'; name++) {
            contexts.openLabel("" + name, "1");
        }
        SampleContexts samples = new SampleContexts(contexts);
        assertThat(samples.at(1, Thread.currentThread().getId(), 0).labels())
                .containsExactly("a=1", "b=1", "c=1", "d=1", "e=1", "f=1", "g=1", "h=1");
        assertThat(samples.excessive()).containsExactlyInAnyOrder("i", "j");
    }

    @Test
    void combinationsOfLabelsAreBounded() {
        for (int i = 0; i < 2 * SampleContexts.MOST_SETS; i++) {
            long one = contexts.openLabel("one", "" + i % 100);
            long two = contexts.openLabel("two", "" + i / 100);
            clock.incrementAndGet();
            contexts.close(two);
            contexts.close(one);
            contexts.refresh();
        }
        SampleContexts samples = new SampleContexts(contexts);
        Set<String> seen = new HashSet<>();
        for (long ticks = 0; ticks < clock.get(); ticks++) {
            seen.add(samples.at(1, Thread.currentThread().getId(), ticks)
                    .labels()
                    .toString());
        }
        assertThat(seen).hasSize(SampleContexts.MOST_SETS + 1).contains("[]");
        assertThat(samples.excessive()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void namesThatNoLabelCanHaveAreLeftOut() {
        contexts.openLabel("a b", "1");
        contexts.openLabel("ok", "line\nbreak and \ud83d");
        SampleContexts samples = new SampleContexts(contexts);
        assertThat(samples.at(1, Thread.currentThread().getId(), 0).labels()).containsExactly("ok=line break and ?");
        assertThat(samples.excessive()).containsExactly("?");
    }

    @Test
    void whatIsNoSpanOfATraceIsNone() {
        assertThat(Span.of("00000000000000000000000000000000", "b7ad6b7169203331"))
                .isNull();
        assertThat(Span.of("0af7651916cd43dd8448eb211c80319c", "0000000000000000"))
                .isNull();
        assertThat(Span.of("0af7651916cd43dd8448eb211c80319c", "b7ad6b716920333x"))
                .isNull();
        assertThat(Span.of("0af7", "b7ad6b7169203331")).isNull();
    }
}
