package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.policy.PolicyBoard;
import dev.stackhouse.collector.sampling.SamplingPlan;
import dev.stackhouse.policy.SampledEvent;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.Policy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateControlTest {
    private static final Rates CPU = Rates.NONE.with(EventType.EVENT_TYPE_CPU, 10_000_000);
    private static final Rates CPU_AND_ALLOC = CPU.with(EventType.EVENT_TYPE_ALLOC, 1 << 20);
    private static final Rates CPU_AND_LIVE = CPU_AND_ALLOC.with(EventType.EVENT_TYPE_LIVE, 1 << 20);

    private static final InstanceIdentity CHECKOUT = new InstanceIdentity("checkout", "i-1", new TreeMap<>());

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

    @Test
    void aPolicyThatAnotherProcessObeyedHoldsUntilTheTopicWasRead() {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_000_000), ZoneOffset.UTC);
        PolicyBoard neverRead = new PolicyBoard(CHECKOUT);
        SamplingPlan before = new SamplingPlan(CPU_AND_ALLOC, Map.of(), "p-1");

        RateControl control = new RateControl(CPU, CHECKOUT, neverRead, null, clock);
        control.goOnWith(before, 1_000_001);
        assertThat(control.next()).isEqualTo(before);
        assertThat(control.policyEndsMillis()).isEqualTo(1_000_001);

        RateControl late = new RateControl(CPU, CHECKOUT, neverRead, null, clock);
        late.goOnWith(before, 1_000_000);
        assertThat(late.next()).isEqualTo(SamplingPlan.of(CPU));
        assertThat(late.policyEndsMillis()).isZero();

        RateControl disobedient = new RateControl(CPU, CHECKOUT, null, null, clock);
        disobedient.goOnWith(before, 1_000_001);
        assertThat(disobedient.next()).isEqualTo(SamplingPlan.of(CPU));
    }

    @Test
    void withoutTheTopicItHoldsForMinutesOnly() {
        AtomicLong nowMillis = new AtomicLong(1_000_000);
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(nowMillis.get());
            }
        };
        SamplingPlan before = new SamplingPlan(CPU_AND_ALLOC, Map.of(), "p-1");
        RateControl control = new RateControl(CPU, CHECKOUT, new PolicyBoard(CHECKOUT), null, clock);
        control.goOnWith(before, 90_000_000);

        nowMillis.addAndGet(5 * 60_000 - 1);
        assertThat(control.next()).isEqualTo(before);
        nowMillis.incrementAndGet();
        assertThat(control.next()).isEqualTo(SamplingPlan.of(CPU));
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
