package dev.stackhouse.standalone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.proto.policy.v1.ChangeType;
import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.proto.policy.v1.PolicyChange;
import org.junit.jupiter.api.Test;

class PolicyLogTest {
    private final PolicyLog log = new PolicyLog();

    @Test
    void ofEachPolicyTheNewestRecordCountsAndItsPlaceIsThatOfTheNewest() {
        add(policy("p-1", 1_000));
        add(policy("p-2", 2_000));
        add(policy("p-3", 3_000));
        add(policy("p-1", 4_000));
        log.add(PolicyKey.ofPolicy("p-2"), null);

        assertThat(log.expiringAfter(0)).extracting(Policy::getId).containsExactly("p-3", "p-1");
        assertThat(log.expiringAfter(3_000)).extracting(Policy::getId).containsExactly("p-1");
    }

    @Test
    void aRecordThatIsMalformedOrUnderAnotherKeyIsNamedAndIsNoPolicy() {
        add(policy("p-1", 1_000));
        log.add(PolicyKey.ofPolicy("p-1"), new byte[] {(byte) 0xff});
        log.add(PolicyKey.ofPolicy("p-2"), policy("p-3", 1_000).toByteArray());
        log.add(
                PolicyKey.ofPolicy("p-4"),
                Policy.newBuilder().setId("p-4").build().toByteArray());
        log.add("another kind of record", new byte[] {1});

        assertThat(log.expiringAfter(0)).isEmpty();
        assertThat(log.unusable()).containsExactly("policy/p-1", "policy/p-2", "policy/p-4");
    }

    @Test
    void leftoversAreWhatExpiredLongAgoAndAllButTheNewestChanges() {
        add(policy("p-1", 1_000));
        add(policy("p-2", 5_000));
        for (int i = 1; i <= 5; i++) {
            PolicyChange change = PolicyChange.newBuilder()
                    .setUnixMillis(i * 1_000L)
                    .setType(ChangeType.CHANGE_TYPE_SET)
                    .setPolicy(policy("p-" + i, 9_000))
                    .build();
            log.add(PolicyKey.ofChange(change), change.toByteArray());
        }

        assertThat(log.leftovers(3_000, 3))
                .containsExactly("policy/p-1", "change/0000000001000-p-1-set", "change/0000000002000-p-2-set");
        assertThat(log.leftovers(0, 5)).isEmpty();
    }

    private void add(Policy policy) {
        log.add(PolicyKey.ofPolicy(policy.getId()), policy.toByteArray());
    }

    private static Policy policy(String id, long expiresMillis) {
        return new PolicyDraft(id, "checkout", "ann@host", "")
                .event("cpu=20ms")
                .lasting((expiresMillis - 1) + "ms", 1)
                .policy();
    }
}
