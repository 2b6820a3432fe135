package dev.stackhouse.collector.sampling;

import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_ALLOC;
import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_CPU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.Rates;
import org.junit.jupiter.api.Test;

class ProfilerEventsTest {
    private static final Rates EVERY_10_MS = Rates.NONE.with(EVENT_TYPE_CPU, 10_000_000);

    @Test
    void oneTimerFollowsTwoCoresAndPerfEventsMoreOrFinerOnes() {
        assertThat(ProfilerEvents.of(EVERY_10_MS, 2)).isEqualTo("event=itimer,interval=10000000");
        assertThat(ProfilerEvents.of(EVERY_10_MS, 3)).isEqualTo("event=cpu,interval=10000000");
        assertThat(ProfilerEvents.of(EVERY_10_MS.with(EVENT_TYPE_CPU, 9_000_000), 2))
                .isEqualTo("event=cpu-clock,interval=9000000");
    }

    @Test
    void ratesAreAlikeWhereTheSameIsSampledInTheSameWay() {
        assertThat(ProfilerEvents.alike(EVERY_10_MS, EVERY_10_MS.with(EVENT_TYPE_CPU, 40_000_000)))
                .isTrue();
        assertThat(ProfilerEvents.alike(EVERY_10_MS, EVERY_10_MS.with(EVENT_TYPE_CPU, 9_000_000)))
                .isFalse();
        assertThat(ProfilerEvents.alike(EVERY_10_MS, EVERY_10_MS.with(EVENT_TYPE_ALLOC, 524_288)))
                .isFalse();
    }
}
