package dev.stackhouse.standalone.policy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.policy.Policies;
import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.proto.policy.v1.PolicyChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the records of the topic say, one after the other: policies and the history. Not thread-safe. */
final class PolicyLog {
    /** By key of the record, in the order of their newest records. */
    private final Map<String, Policy> policies = new LinkedHashMap<>();
    /** By key of the record, oldest first. */
    private final NavigableMap<String, PolicyChange> changes = new TreeMap<>();

    private final List<String> unusable = new ArrayList<>();

    /** @param value null where the record takes back what was under its key */
    void add(String key, byte @Nullable [] value) {
        policies.remove(key);
        changes.remove(key);
        unusable.remove(key);
        if (value == null) {
            return;
        }
        try {
            if (PolicyKey.isOfPolicy(key)) {
                addPolicy(key, Policy.parseFrom(value));
            } else if (PolicyKey.isOfChange(key)) {
                changes.put(key, PolicyChange.parseFrom(value));
            }
        } catch (InvalidProtocolBufferException e) {
            unusable.add(key);
        }
    }

    private void addPolicy(String key, Policy policy) {
        if (policy.getId().equals(PolicyKey.id(key)) && Policies.faults(policy).isEmpty()) {
            policies.put(key, policy);
        } else {
            unusable.add(key);
        }
    }

    /** Policies that expire after a moment, the stronger ones later. */
    List<Policy> expiringAfter(long millis) {
        return policies.values().stream()
                .filter(policy -> policy.getExpiresUnixMillis() > millis)
                .toList();
    }

    /** Oldest first. */
    List<PolicyChange> changes() {
        return List.copyOf(changes.values());
    }

    /** Keys of records that collectors ignore. */
    List<String> unusable() {
        return List.copyOf(unusable);
    }

    /**
     * Keys of records that are of no use any more.
     *
     * @param expiredMillis policies that expired before then are
     * @param mostChanges all but the newest so many are
     */
    List<String> leftovers(long expiredMillis, int mostChanges) {
        List<String> leftovers = new ArrayList<>();
        policies.forEach((key, policy) -> {
            if (policy.getExpiresUnixMillis() < expiredMillis) {
                leftovers.add(key);
            }
        });
        changes.keySet().stream()
                .limit(Math.max(0, changes.size() - mostChanges))
                .forEach(leftovers::add);
        return leftovers;
    }
}
