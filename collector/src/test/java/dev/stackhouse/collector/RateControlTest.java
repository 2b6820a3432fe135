package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.policy.SampledEvent;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.Policy;
import org.junit.jupiter.api.Test;

class RateControlTest {
    private static final Rates CPU = Rates.NONE.with(EventType.EVENT_TYPE_CPU, 10_000_000);
    private static final Rates CPU_AND_ALLOC = CPU.with(EventType.EVENT_TYPE_ALLOC, 1 << 20);
    private static final Rates CPU_AND_LIVE = CPU_AND_ALLOC.with(EventType.EVENT_TYPE_LIVE, 1 << 20);

    @Test
    void whoeverAsksForLiveObjectsGetsTheAllocationsThatTheyAreSomeOf() {
        Policy live = policy("live=on");

        assertThat(RateControl.by(live, CPU))
                .isEqualTo(CPU.with(EventType.EVENT_TYPE_ALLOC, 512 << 10).with(EventType.EVENT_TYPE_LIVE, 512 << 10));
        assertThat(RateControl.by(live, CPU_AND_ALLOC)).isEqualTo(CPU_AND_LIVE);
        assertThat(RateControl.by(policy("live=on", "alloc=64k"), CPU))
                .isEqualTo(CPU.with(EventType.EVENT_TYPE_ALLOC, 64 << 10).with(EventType.EVENT_TYPE_LIVE, 64 << 10));
    }

    @Test
    void liveObjectsEndWithTheAllocationsThatTheyAreSomeOf() {
        assertThat(RateControl.by(policy("alloc=off"), CPU_AND_LIVE)).isEqualTo(CPU);
        assertThat(RateControl.by(policy("live=off"), CPU_AND_LIVE)).isEqualTo(CPU_AND_ALLOC);
    }

    private static Policy policy(String... events) {
        Policy.Builder policy = Policy.newBuilder();
        for (String event : events) {
            String[] parts = event.split("=", 2);
            SampledEvent sampled = SampledEvent.named(parts[0]);
            long interval = sampled.parse(parts[1]);
            policy.addEvents(EventSetting.newBuilder()
                    .setEvent(sampled.type())
                    .setOff(interval == SampledEvent.OFF)
                    .setInterval(Math.max(0, interval)));
        }
        return policy.build();
    }
}
