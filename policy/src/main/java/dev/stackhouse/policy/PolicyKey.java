package dev.stackhouse.policy;

import dev.stackhouse.proto.policy.v1.ChangeType;
import dev.stackhouse.proto.policy.v1.PolicyChange;
import java.util.Locale;

/** Keys of the records in the topic of policies; see {@code policy.proto}. */
public final class PolicyKey {
    /** The topic's name where nobody says another one. */
    public static final String DEFAULT_TOPIC = "stackhouse.policies";

    private static final String POLICY = "policy/";
    private static final String CHANGE = "change/";

    private PolicyKey() {}

    public static String ofPolicy(String id) {
        return POLICY + id;
    }

    /** Keys in the order of their text are in the order of time. */
    public static String ofChange(PolicyChange change) {
        String what = change.getType() == ChangeType.CHANGE_TYPE_SET ? "set" : "cleared";
        return String.format(
                Locale.ROOT,
                "%s%013d-%s-%s",
                CHANGE,
                change.getUnixMillis(),
                change.getPolicy().getId(),
                what);
    }

    public static boolean isOfPolicy(String key) {
        return key.startsWith(POLICY);
    }

    public static boolean isOfChange(String key) {
        return key.startsWith(CHANGE);
    }

    /** The identifier in the key of a policy. */
    public static String id(String key) {
        return key.substring(POLICY.length());
    }
}
