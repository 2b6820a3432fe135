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
 * The policies of the topic that apply to an instance, or to any, and which of them is in force. Of several it is the one that comes last in the topic: what
 * was said last is meant, whoever's clock is right. A policy ends at its time by this machine's clock, and after it has been known
 * for as long as it lasts, by no clock at all. While the topic could not be read for {@link #LONGEST_SILENCE_MILLIS}
 * none is in force: nobody could clear it. Thread-safe.
 */
public final class PolicyBoard {
    static final long LONGEST_SILENCE_MILLIS = 5 * 60_000;
    /** More than anybody sets for one service; older ones give way. */
    static final int MOST_POLICIES = 100;

    private static final int MOST_POLICIES_OF_ALL = 10_000;

    private static final String SUBJECT = "policy";

    private static final class Known {
        private final Policy policy;
        private final long sinceNanos;

        private Known(Policy policy, long sinceNanos) {
            this.policy = policy;
            this.sinceNanos = sinceNanos;
        }
    }

    private final @Nullable InstanceIdentity only;
    private final int most;
    private Map<String, Known> known = new LinkedHashMap<>();
    /** Takes the place of the others when the topic was read to its end; null where it is only read on. */
    private @Nullable Map<String, Known> readAnew;

    private boolean wasRead;
    private long readNanos;

    private PolicyBoard(@Nullable InstanceIdentity only, int most) {
        this.only = only;
        this.most = most;
    }

    /** One that keeps what applies to an instance, and nothing else. */
    public PolicyBoard(InstanceIdentity only) {
        this(only, MOST_POLICIES);
    }

    /** One that can be asked about any instance. */
    public static PolicyBoard ofAll() {
        return new PolicyBoard(null, MOST_POLICIES_OF_ALL);
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
        Map<String, Known> current = readAnew == null ? known : readAnew;
        Known before = current.remove(key);
        Policy policy = value == null ? null : usable(key, value);
        if (policy != null && (only == null || applies(policy, only))) {
            current.put(key, new Known(policy, since(before == null ? known.get(key) : before, policy, nowNanos)));
            if (current.size() > most) {
                current.remove(current.keySet().iterator().next());
            }
        }
    }

    /** To be told the same again changes nothing. */
    private static long since(@Nullable Known before, Policy policy, long nowNanos) {
        return before != null && before.policy.equals(policy) ? before.sinceNanos : nowNanos;
    }

    private static boolean applies(Policy policy, InstanceIdentity instance) {
        Map<String, String> labels = new HashMap<>(instance.labels());
        labels.put("instance", instance.instanceId());
        return Policies.apply(policy, instance.service(), labels);
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
        Map<String, Known> anew = readAnew;
        if (anew != null) {
            known = anew;
            readAnew = null;
        }
        wasRead = true;
        readNanos = nowNanos;
    }

    /** Whether the topic was ever read to its end. */
    public synchronized boolean wasRead() {
        return wasRead;
    }

    /** The policy that is in force for an instance, which is the one that this is for if it is for one only; or null. */
    public synchronized @Nullable Policy inForce(InstanceIdentity instance, long nowMillis, long nowNanos) {
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
            if (only != null || applies(each.policy, instance)) {
                last = each.policy;
            }
        }
        return last;
    }

    /** The topic is read from its beginning. Until its end is reached, what was known before holds. */
    synchronized void readAgain() {
        readAnew = new LinkedHashMap<>();
    }
}
