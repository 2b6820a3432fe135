package dev.stackhouse.storage.read;

/**
 * Which samples, and what to tell apart, for both kinds of tables.
 *
 * @param keys columns or expressions with aliases over service, event, stack_id and instance
 * @param condition over the same columns
 * @param dayKeys the same keys over service, event, stack_id and version
 * @param dayCondition the same condition over those columns; empty if only instances can tell
 */
record SampleScope(String keys, String condition, String dayKeys, String dayCondition) {
    /** Keys and a condition that do not depend on instances. */
    static SampleScope ofServices(String keys, String condition) {
        return new SampleScope(keys, condition, keys, condition);
    }

    /** Keys or a condition that do. */
    static SampleScope ofInstances(String keys, String condition) {
        return new SampleScope(keys, condition, "", "");
    }

    boolean fitsDays() {
        return !dayCondition.isEmpty();
    }
}
