package dev.stackhouse.collector.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ContextsTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final int NATIVE = 4711;
    private static final long THIS_THREAD = Thread.currentThread().getId();

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong lastSample = new AtomicLong(Long.MIN_VALUE);
    private final Contexts contexts = new Contexts(clock::get, () -> lastSample::get, 1_000);

    @Test
    void samplesHaveTheLabelsThatWereOpenWhenTheyWereTaken() {
        long before = sample();
        long endpoint = contexts.openLabel("endpoint", "/pay");
        long outside = sample();
        long step = contexts.openLabel("step", "charge");
        long inside = sample();
        contexts.close(step);
        long between = sample();
        contexts.close(endpoint);
        long after = sample();

        SampleContexts samples = new SampleContexts(contexts);
        assertThat(samples.at(NATIVE, THIS_THREAD, before).labels()).isEmpty();
        assertThat(samples.at(NATIVE, THIS_THREAD, outside).labels()).containsExactly("endpoint=/pay");
        assertThat(samples.at(NATIVE, THIS_THREAD, inside).labels()).containsExactly("endpoint=/pay", "step=charge");
        assertThat(samples.at(NATIVE, THIS_THREAD, between).labels()).containsExactly("endpoint=/pay");
        assertThat(samples.at(NATIVE, THIS_THREAD, after).labels()).isEmpty();
        assertThat(samples.at(NATIVE + 1, THIS_THREAD + 1, inside).labels()).isEmpty();
    }

    @Test
    void aScopeThatIsStillOpenCountsAlready() {
        contexts.openLabel("endpoint", "/pay");
        long inside = sample();
        assertThat(labelsAt(inside)).isEqualTo("[endpoint=/pay]");
        long later = sample();
        assertThat(labelsAt(later)).isEqualTo("[endpoint=/pay]");
    }

    @Test
    void ofOneNameTheInnermostValueCountsAndNamesAreInOrder() {
        contexts.openLabel("zone", "outer");
        contexts.openLabel("endpoint", "/pay");
        contexts.openLabel("zone", "inner");
        assertThat(labelsAt(sample())).isEqualTo("[endpoint=/pay, zone=inner]");
    }

    @Test
    void whatWasClosedWithoutASampleIsForgottenAtOnce() {
        for (int i = 0; i < 100_000; i++) {
            tick();
            contexts.close(contexts.openLabel("request", "n" + i));
        }
        long kept = contexts.openLabel("request", "sampled");
        long inside = sample();
        contexts.close(kept);
        assertThat(labelsAt(inside)).isEqualTo("[request=sampled]");
        assertThat(contexts.lost()).isZero();
    }

    @Test
    void aLongScopeIsKnownThoughItsThreadTookNoSample() {
        long waiting = contexts.openLabel("endpoint", "/slow");
        long inside = clock.addAndGet(500);
        clock.addAndGet(500);
        contexts.close(waiting);
        assertThat(labelsAt(inside)).isEqualTo("[endpoint=/slow]");
    }

    @Test
    void closingAnOuterScopeClosesWhatIsInsideAndClosingTwiceDoesNothing() {
        long outer = contexts.openLabel("outer", "1");
        long inner = contexts.openLabel("inner", "1");
        contexts.close(outer);
        long next = contexts.openLabel("next", "1");
        contexts.close(inner);
        contexts.close(outer);
        assertThat(labelsAt(sample())).isEqualTo("[next=1]");
        contexts.close(next);
        assertThat(labelsAt(sample())).isEqualTo("[]");
    }

    @Test
    void aScopeOfAnotherThreadCannotBeClosed() throws Exception {
        long mine = contexts.openLabel("mine", "1");
        Thread other = new Thread(() -> {
            contexts.openLabel("other", "1");
            contexts.close(mine);
        });
        other.start();
        other.join();
        long inside = sample();
        SampleContexts samples = new SampleContexts(contexts);
        assertThat(samples.at(NATIVE, THIS_THREAD, inside).labels()).containsExactly("mine=1");
        assertThat(samples.at(NATIVE + 1, other.getId(), inside).labels()).containsExactly("other=1");
    }

    @Test
    void threadsThatEndedAreForgotten() throws Exception {
        Thread ended = new Thread(() -> contexts.close(contexts.openLabel("endpoint", "/pay")));
        ended.start();
        ended.join();
        contexts.refresh();
        assertThat(contexts.threads()).isOne();
        contexts.forget(tick());
        assertThat(contexts.threads()).isZero();
    }

    @Test
    void aThreadThatWentOnUnderAnotherNameHadItsLabelsBefore() {
        long scope = contexts.openLabel("endpoint", "/pay");
        long first = sample();
        long second = sample();
        contexts.close(scope);
        long third = sample();
        SampleContexts samples = new SampleContexts(contexts);
        assertThat(samples.at(NATIVE, THIS_THREAD, first).labels()).containsExactly("endpoint=/pay");
        long renamed = THIS_THREAD + 1;
        assertThat(samples.at(NATIVE, renamed, second).labels()).containsExactly("endpoint=/pay");
        assertThat(samples.at(NATIVE, renamed, third).labels()).isEmpty();
    }

    @Test
    void whatTheReaderDoesNotFetchIsBoundedAndCounted() {
        for (int i = 0; i < ThreadScopes.MOST_PAST + 10; i++) {
            long scope = contexts.openLabel("n", "" + i);
            sample();
            contexts.close(scope);
        }
        long last = sample();
        contexts.refresh();
        assertThat(contexts.lost()).isEqualTo(10);
        assertThat(labelsAt(last)).isEqualTo("[]");
        contexts.forget(tick());
        long again = contexts.openLabel("again", "1");
        long inside = sample();
        contexts.close(again);
        assertThat(labelsAt(inside)).isEqualTo("[again=1]");
    }

    @Test
    void scopesThatAreNeverClosedAreBoundedAndCounted() {
        for (int i = 0; i < ThreadScopes.MOST_OPEN; i++) {
            assertThat(contexts.openLabel("n", "" + i)).isNotZero();
        }
        assertThat(contexts.openLabel("n", "one more")).isZero();
        assertThat(labelsAt(sample())).isEqualTo("[n=" + (ThreadScopes.MOST_OPEN - 1) + "]");
        assertThat(contexts.lost()).isOne();
    }

    @Test
    void spansAreKnownWithTheirLabelsAndTheInnermostCounts() {
        contexts.openSpan(TRACE, "b7ad6b7169203331");
        contexts.openLabel("endpoint", "/pay");
        long outer = sample();
        contexts.openSpan(TRACE, "00f067aa0ba902b7");
        long inner = sample();
        contexts.openSpan("", "");
        long none = sample();
        SampleContexts samples = new SampleContexts(contexts);
        assertThat(samples.at(NATIVE, THIS_THREAD, outer))
                .hasToString("[endpoint=/pay] " + TRACE + "-b7ad6b7169203331");
        assertThat(samples.at(NATIVE, THIS_THREAD, inner))
                .hasToString("[endpoint=/pay] " + TRACE + "-00f067aa0ba902b7");
        assertThat(samples.at(NATIVE, THIS_THREAD, none)).hasToString("[endpoint=/pay]");
        assertThat(samples.at(NATIVE, THIS_THREAD, outer).span().traceId())
                .isEqualTo(new java.math.BigInteger(TRACE, 16).toByteArray());
    }

    @Test
    void nothingIsOpenedWithoutANameOrAValue() {
        assertThat(contexts.openLabel(null, "value")).isZero();
        assertThat(contexts.openLabel("name", null)).isZero();
        assertThat(contexts.openSpan(null, null)).isZero();
    }

    private String labelsAt(long ticks) {
        return new SampleContexts(contexts)
                .at(NATIVE, THIS_THREAD, ticks)
                .labels()
                .toString();
    }

    private long tick() {
        return clock.addAndGet(1);
    }

    /** As the profiler takes one: on this thread, between two of its instructions. */
    private long sample() {
        long ticks = tick();
        lastSample.set(ticks);
        tick();
        return ticks;
    }
}
