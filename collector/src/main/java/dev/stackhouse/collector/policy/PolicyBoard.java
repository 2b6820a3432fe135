package dev.stackhouse.collector.policy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.policy.Policies;
import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.proto.policy.v1.Policy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The policies that apply to this instance, and which of them is in force. Of several it is the one that comes last in the topic: what
 * was said last is meant, whoever's clock is right. A policy ends at its time by this machine's clock, and after it has been known
 * for as long as it lasts, by no clock at all. While the topic could not be read for {@link #LONGEST_SILENCE_MILLIS}
 * none is in force: nobody could clear it. Thread-safe.
 */
public final class PolicyBoard {
    static final long LONGEST_SILENCE_MILLIS = 5 * 60_000;
    /** More than anybody sets for one service; older ones give way. */
    static final int MOST_POLICIES = 100;

    private static final String SUBJECT = "policy";

    private static final class Known {
        private final Policy policy;
        private final long sinceNanos;

        private Known(Policy policy, long sinceNanos) {
            this.policy = policy;
            this.sinceNanos = sinceNanos;
        }
    }

    private final String service;
    private final Map<String, String> labels;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private boolean wasRead;
    private long readNanos;

    public PolicyBoard(InstanceIdentity identity) {
        this.service = identity.service();
        this.labels = new HashMap<>(identity.labels());
        labels.put("instance", identity.instanceId());
    }

    /**
     * Takes a record of the topic. One that cannot be used counts as none, and is told of once.
     *
     * @param value null where the record takes back what was under its key
     */
    synchronized void put(String key, byte @Nullable [] value, long nowNanos) {
        if (!PolicyKey.isOfPolicy(key)) {
            return;
        }
        Known before = known.remove(key);
        Policy policy = value == null ? null : usable(key, value);
        if (policy != null && Policies.apply(policy, service, labels)) {
            boolean same = before != null && before.policy.equals(policy);
            known.put(key, new Known(policy, same ? before.sinceNanos : nowNanos));
            if (known.size() > MOST_POLICIES) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    private static @Nullable Policy usable(String key, byte[] value) {
        String fault;
        try {
            Policy policy = Policy.parseFrom(value);
            List<String> faults = Policies.faults(policy);
            if (faults.isEmpty() && policy.getId().equals(PolicyKey.id(key))) {
                return policy;
            }
            fault = faults.isEmpty() ? "It is under the key of another one." : String.join(" ", faults);
        } catch (InvalidProtocolBufferException e) {
            fault = "It cannot be read.";
        }
        Notices.say(SUBJECT, "a policy is malformed and ignored: " + PolicyKey.id(key) + ". " + fault);
        return null;
    }

    /** The topic was read to its end. */
    synchronized void wasRead(long nowNanos) {
        wasRead = true;
        readNanos = nowNanos;
    }

    /** The policy that is in force, or null. */
    public synchronized @Nullable Policy inForce(long nowMillis, long nowNanos) {
        known.values()
                .removeIf(each -> each.policy.getExpiresUnixMillis() <= nowMillis
                        || nowNanos - each.sinceNanos
                                >= TimeUnit.MILLISECONDS.toNanos(
                                        each.policy.getExpiresUnixMillis() - each.policy.getCreatedUnixMillis()));
        if (!wasRead || nowNanos - readNanos > TimeUnit.MILLISECONDS.toNanos(LONGEST_SILENCE_MILLIS)) {
            return null;
        }
        Policy last = null;
        for (Known each : known.values()) {
            last = each.policy;
        }
        return last;
    }

    /** Forgets all: the topic will be read from its beginning. */
    synchronized void clear() {
        known.clear();
    }
}
