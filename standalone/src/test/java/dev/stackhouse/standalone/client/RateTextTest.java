package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.query.v1.RateSpan;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateTextTest {
    @Test
    void writesRatesAsTheyAreSet() {
        assertThat(RateText.format(List.of(
                        rate(EventType.EVENT_TYPE_CPU, 10_000_000, 0),
                        rate(EventType.EVENT_TYPE_WALL, 1_500_000, 1),
                        rate(EventType.EVENT_TYPE_ALLOC, 2 << 20, 4),
                        rate(EventType.EVENT_TYPE_LOCK, 0, 0),
                        rate(EventType.EVENT_TYPE_NATIVE_MEMORY, 1_000, 0))))
                .isEqualTo("cpu 10ms, wall 1500us, alloc 2m (slowed from 512k), lock 0ms, native-memory 1000");
        assertThat(RateText.format(List.of())).isEqualTo("nothing");
    }

    @Test
    void saysWhenTheCollectorSlowedDownAndWhichPolicyApplied() {
        EventRate cpu = rate(EventType.EVENT_TYPE_CPU, 40_000_000, 4);
        EventRate lock = rate(EventType.EVENT_TYPE_LOCK, 2_000_000, 2);
        EventRate wall = rate(EventType.EVENT_TYPE_WALL, 20_000_000, 1);

        assertThat(RateText.remarks(
                        List.of(span(0, 10, "", cpu), span(10, 20, "", cpu, lock), span(40, 50, "p-17", wall)),
                        ZoneOffset.UTC))
                .containsExactly(
                        "cpu sampled every 40ms instead of 10ms from 2026-11-23 03:00:00 to 2026-11-23 03:20:00:"
                                + " the collector's budget",
                        "lock waits sampled from 2ms instead of 1ms from 2026-11-23 03:10:00 to 2026-11-23 03:20:00:"
                                + " the collector's budget",
                        "wall 20ms sampled from 2026-11-23 03:40:00 to 2026-11-23 03:50:00: policy p-17");
    }

    private static RateSpan span(int fromMinute, int toMinute, String policy, EventRate... rates) {
        long start = Instant.parse("2026-11-23T03:00:00Z").toEpochMilli();
        return RateSpan.newBuilder()
                .setFromUnixMillis(start + fromMinute * 60_000L)
                .setToUnixMillis(start + toMinute * 60_000L)
                .addAllRates(List.of(rates))
                .setPolicy(policy)
                .build();
    }

    private static EventRate rate(EventType event, long interval, int slowed) {
        return EventRate.newBuilder()
                .setEvent(event)
                .setInterval(interval)
                .setSlowed(slowed)
                .build();
    }
}
