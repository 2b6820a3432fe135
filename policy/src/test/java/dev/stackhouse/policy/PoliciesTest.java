package dev.stackhouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.policy.v1.ChangeType;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.LabelMatcher;
import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.proto.policy.v1.PolicyChange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final Policy GOOD = Policy.newBuilder()
            .setId("p-1")
            .setService("checkout")
            .addEvents(setting(EventType.EVENT_TYPE_WALL, 20_000_000))
            .addEvents(EventSetting.newBuilder()
                    .setEvent(EventType.EVENT_TYPE_ALLOC)
                    .setOff(true))
            .setCreatedUnixMillis(1_000)
            .setExpiresUnixMillis(2_000)
            .setAuthor("ann@host")
            .build();

    @Test
    void aGoodPolicyHasNoFault() {
        assertThat(Policies.faults(GOOD)).isEmpty();
    }

    @Test
    void everyFaultOfABadPolicyIsNamed() {
        Policy bad = Policy.newBuilder()
                .setId("a/b")
                .setService(" ")
                .addMatchers(LabelMatcher.newBuilder().setName("a-b"))
                .addMatchers(LabelMatcher.newBuilder().setName("zone").setValue("z".repeat(1_001)))
                .addEvents(setting(EventType.EVENT_TYPE_CPU, 1))
                .addEvents(setting(EventType.EVENT_TYPE_CPU, 10_000_000))
                .addEvents(EventSetting.newBuilder().setEventValue(77))
                .setCreatedUnixMillis(5)
                .setExpiresUnixMillis(5)
                .setAuthor("a".repeat(201))
                .setComment("c".repeat(1_001))
                .build();

        assertThat(Policies.faults(bad))
                .containsExactly(
                        "The identifier is not 1 to 100 characters of [a-zA-Z0-9_.-].",
                        "The service has no name.",
                        "The author has 201 characters, more than 200.",
                        "The comment has 1001 characters, more than 1000.",
                        "A condition is on 'a-b', which is no name of a label.",
                        "The value of zone has 1001 characters, more than 1000.",
                        "The rate of cpu is 1ns, not a duration from 1ms to 1s such as 10ms, or off.",
                        "The event cpu is there twice.",
                        "Event 77 is not known.",
                        "It ends before it begins.");
    }

    @Test
    void noPolicyAsksForLiveObjectsOfAllocationsThatItSwitchesOff() {
        Policy live = GOOD.toBuilder()
                .addEvents(setting(EventType.EVENT_TYPE_LIVE, 0))
                .build();

        assertThat(Policies.faults(live))
                .containsExactly("Live objects are some of those of alloc, which it switches off.");
        assertThat(Policies.faults(live.toBuilder().removeEvents(1).build())).isEmpty();
        assertThat(Policies.faults(live.toBuilder()
                        .setEvents(1, setting(EventType.EVENT_TYPE_ALLOC, 1 << 20))
                        .build()))
                .isEmpty();
        assertThat(Policies.faults(GOOD.toBuilder()
                        .addEvents(EventSetting.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_LIVE)
                                .setOff(true))
                        .build()))
                .isEmpty();
    }

    @Test
    void noPolicyLastsForMoreThanADayOrForEver() {
        assertThat(Policies.faults(GOOD.toBuilder()
                        .setExpiresUnixMillis(1_000 + 24 * 3_600_000)
                        .build()))
                .isEmpty();
        assertThat(Policies.faults(GOOD.toBuilder()
                        .setExpiresUnixMillis(1_001 + 24 * 3_600_000)
                        .build()))
                .containsExactly("It lasts for longer than 24 h.");
        assertThat(Policies.faults(GOOD.toBuilder()
                        .setExpiresUnixMillis(Long.MAX_VALUE)
                        .setCreatedUnixMillis(1)
                        .build()))
                .containsExactly("It lasts for longer than 24 h.");
        assertThat(Policies.faults(GOOD.toBuilder().clearExpiresUnixMillis().build()))
                .containsExactly("It ends before it begins.");
    }

    @Test
    void itAppliesToTheInstancesOfItsServiceWhoseLabelsAllItsConditionsMeet() {
        Policy policy = GOOD.toBuilder()
                .addMatchers(LabelMatcher.newBuilder().setName("version").setValue("41"))
                .addMatchers(LabelMatcher.newBuilder()
                        .setName("zone")
                        .setValue("eu-1")
                        .setNegated(true))
                .build();

        assertThat(Policies.apply(GOOD, "checkout", Map.of())).isTrue();
        assertThat(Policies.apply(GOOD, "cart", Map.of())).isFalse();
        assertThat(Policies.apply(policy, "checkout", Map.of("version", "41", "zone", "eu-2")))
                .isTrue();
        assertThat(Policies.apply(policy, "checkout", Map.of("version", "41"))).isTrue();
        assertThat(Policies.apply(policy, "checkout", Map.of("version", "41", "zone", "eu-1")))
                .isFalse();
        assertThat(Policies.apply(policy, "checkout", Map.of("zone", "eu-2"))).isFalse();
    }

    @Test
    void keysOfChangesAreInTheOrderOfTime() {
        String earlier = PolicyKey.ofChange(change(999_999_999_999L, ChangeType.CHANGE_TYPE_SET));
        String later = PolicyKey.ofChange(change(1_795_403_520_000L, ChangeType.CHANGE_TYPE_CLEARED));

        assertThat(earlier).isEqualTo("change/0999999999999-p-1-set").isLessThan(later);
        assertThat(later).isEqualTo("change/1795403520000-p-1-cleared");
        assertThat(PolicyKey.isOfChange(later)).isTrue();
        assertThat(PolicyKey.isOfPolicy(later)).isFalse();
        assertThat(PolicyKey.id(PolicyKey.ofPolicy("p-1"))).isEqualTo("p-1");
    }

    private static PolicyChange change(long millis, ChangeType type) {
        return PolicyChange.newBuilder()
                .setUnixMillis(millis)
                .setType(type)
                .setPolicy(GOOD)
                .build();
    }

    private static EventSetting setting(EventType event, long interval) {
        return EventSetting.newBuilder().setEvent(event).setInterval(interval).build();
    }
}
