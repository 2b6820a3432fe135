package dev.stackhouse.collector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.LabelMatcher;
import dev.stackhouse.proto.policy.v1.Policy;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyBoardTest {
    private static final long NOW_MILLIS = 1_795_403_520_000L;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private static final InstanceIdentity CHECKOUT =
            new InstanceIdentity("checkout", "i-1", new TreeMap<>(Map.of("version", "41")));

    private PolicyBoard board = new PolicyBoard(CHECKOUT);

    @BeforeEach
    void itWasRead() {
        board.wasRead(0);
    }

    @Test
    void ofPoliciesThatApplyTheLastOneIsInForce() {
        put(policy("p-1", "checkout"));
        put(policy("p-2", "checkout"));
        put(policy("p-3", "cart"));
        put(policy("p-4", "checkout").toBuilder()
                .addMatchers(LabelMatcher.newBuilder().setName("version").setValue("42"))
                .build());
        assertThat(inForce()).isEqualTo("p-2");

        put(policy("p-1", "checkout"));
        assertThat(inForce()).isEqualTo("p-1");
        board.put(PolicyKey.ofPolicy("p-1"), null, 0);
        assertThat(inForce()).isEqualTo("p-2");
        board.put(PolicyKey.ofPolicy("p-2"), null, 0);
        assertThat(inForce()).isEqualTo("none");
    }

    @Test
    void aSingleInstanceCanBeMeant() {
        put(policy("p-1", "checkout").toBuilder()
                .addMatchers(LabelMatcher.newBuilder().setName("instance").setValue("i-1"))
                .build());

        assertThat(inForce()).isEqualTo("p-1");
    }

    @Test
    void aPolicyEndsAtItsTimeOfDay() {
        put(policy("p-1", "checkout"));

        assertThat(inForce(NOW_MILLIS + 599_999, 0)).isEqualTo("p-1");
        assertThat(inForce(NOW_MILLIS + 600_000, 0)).isEqualTo("none");
    }

    @Test
    void aPolicyEndsAfterAsLongAsItLastsThoughTheClockStandsStill() {
        put(policy("p-1", "checkout"));
        board.wasRead(9 * MINUTE_NANOS);
        // To be told again changes nothing.
        board.put(PolicyKey.ofPolicy("p-1"), policy("p-1", "checkout").toByteArray(), 9 * MINUTE_NANOS);

        assertThat(inForce(NOW_MILLIS, 10 * MINUTE_NANOS - 1)).isEqualTo("p-1");
        assertThat(inForce(NOW_MILLIS, 10 * MINUTE_NANOS)).isEqualTo("none");
    }

    @Test
    void whileTheTopicCannotBeReadForLongNoneIsInForce() {
        put(policy("p-1", "checkout"));

        assertThat(inForce(NOW_MILLIS, 5 * MINUTE_NANOS)).isEqualTo("p-1");
        assertThat(inForce(NOW_MILLIS, 5 * MINUTE_NANOS + 1)).isEqualTo("none");
        board.wasRead(6 * MINUTE_NANOS);
        assertThat(inForce(NOW_MILLIS, 6 * MINUTE_NANOS)).isEqualTo("p-1");
    }

    @Test
    void whatIsMalformedOrUnderAnotherKeyCountsAsNone() {
        put(policy("p-1", "checkout"));
        board.put(PolicyKey.ofPolicy("p-2"), new byte[] {(byte) 0xff}, 0);
        board.put(PolicyKey.ofPolicy("p-3"), policy("p-4", "checkout").toByteArray(), 0);
        board.put(
                PolicyKey.ofPolicy("p-5"),
                policy("p-5", "checkout").toBuilder().clearEvents().build().toByteArray(),
                0);
        board.put("anything", policy("p-6", "checkout").toByteArray(), 0);
        assertThat(inForce()).isEqualTo("p-1");

        board.put(PolicyKey.ofPolicy("p-1"), new byte[] {(byte) 0xff}, 0);
        assertThat(inForce()).isEqualTo("none");
    }

    @Test
    void noMoreThanABoundedNumberIsKept() {
        for (int i = 1; i <= 1_000; i++) {
            put(policy("p-" + i, "checkout"));
        }
        for (int i = 1_000; i > 1_000 - PolicyBoard.MOST_POLICIES; i--) {
            assertThat(inForce()).isEqualTo("p-" + i);
            board.put(PolicyKey.ofPolicy("p-" + i), null, 0);
        }

        assertThat(inForce()).isEqualTo("none");
    }

    @Test
    void oneOfAllInstancesIsAskedAboutAny() {
        board = PolicyBoard.ofAll();
        assertThat(board.wasRead()).isFalse();
        put(policy("p-1", "checkout"));
        put(policy("p-2", "cart"));
        board.wasRead(0);

        assertThat(board.wasRead()).isTrue();
        assertThat(inForce()).isEqualTo("p-1");
        assertThat(inForce(new InstanceIdentity("cart", "i-2", new TreeMap<>()), NOW_MILLIS, 0))
                .isEqualTo("p-2");
        assertThat(inForce(new InstanceIdentity("pay", "i-3", new TreeMap<>()), NOW_MILLIS, 0))
                .isEqualTo("none");
    }

    @Test
    void whileTheTopicIsReadAgainWhatWasKnownHoldsAndIsNoYoungerAfterwards() {
        put(policy("p-1", "checkout"));
        board.readAgain();
        assertThat(inForce()).isEqualTo("p-1");

        board.put(PolicyKey.ofPolicy("p-1"), policy("p-1", "checkout").toByteArray(), 4 * MINUTE_NANOS);
        board.wasRead(9 * MINUTE_NANOS);
        assertThat(inForce(NOW_MILLIS, 10 * MINUTE_NANOS - 1)).isEqualTo("p-1");
        assertThat(inForce(NOW_MILLIS, 10 * MINUTE_NANOS)).isEqualTo("none");

        board.readAgain();
        board.wasRead(10 * MINUTE_NANOS);
        assertThat(inForce()).isEqualTo("none");
    }

    private String inForce() {
        return inForce(NOW_MILLIS, 0);
    }

    private String inForce(long nowMillis, long nowNanos) {
        return inForce(CHECKOUT, nowMillis, nowNanos);
    }

    private String inForce(InstanceIdentity instance, long nowMillis, long nowNanos) {
        Policy policy = board.inForce(instance, nowMillis, nowNanos);
        return policy == null ? "none" : policy.getId();
    }

    private void put(Policy policy) {
        board.put(PolicyKey.ofPolicy(policy.getId()), policy.toByteArray(), 0);
    }

    private static Policy policy(String id, String service) {
        return Policy.newBuilder()
                .setId(id)
                .setService(service)
                .addEvents(EventSetting.newBuilder()
                        .setEvent(EventType.EVENT_TYPE_CPU)
                        .setInterval(20_000_000))
                .setCreatedUnixMillis(NOW_MILLIS)
                .setExpiresUnixMillis(NOW_MILLIS + 600_000)
                .build();
    }
}
