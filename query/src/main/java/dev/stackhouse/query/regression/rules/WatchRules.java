package dev.stackhouse.query.regression.rules;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How each service is watched: as the first rule that speaks of it says, or as all others are. Immutable. */
public final class WatchRules {
    /** Without a file. */
    public static final WatchRules NONE = new WatchRules(List.of(), Watch.DEFAULT);

    private final List<WatchRule> rules;
    private final Watch others;

    WatchRules(List<WatchRule> rules, Watch others) {
        this.rules = List.copyOf(rules);
        this.others = others;
    }

    /**
     * How a deploy of a service is watched.
     *
     * @param instances labels of the newer version's instances; asked for only if they matter
     */
    public Watch watch(String service, Supplier<List<Map<String, String>>> instances) {
        for (WatchRule rule : rules) {
            if (rule.matches(service, instances)) {
                return rule.watch();
            }
        }
        return others;
    }
}
