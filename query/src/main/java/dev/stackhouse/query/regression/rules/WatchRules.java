package dev.stackhouse.query.regression.rules;

import dev.stackhouse.query.regression.route.Route;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How each service is watched, as the first rule that speaks of it says, or as all others are; and over which routes people are told. Immutable. */
public final class WatchRules {
    static final String DEFAULT_PAGE = "http://127.0.0.1:8700";

    /** Without a file. */
    public static final WatchRules NONE = new WatchRules(List.of(), Watch.DEFAULT, Map.of(), DEFAULT_PAGE);

    private final List<WatchRule> rules;
    private final Watch others;
    private final Map<String, Route> routes;
    private final String page;

    WatchRules(List<WatchRule> rules, Watch others, Map<String, Route> routes, String page) {
        this.rules = List.copyOf(rules);
        this.others = others;
        this.routes = Map.copyOf(routes);
        this.page = page;
    }

    /** Routes by their names. */
    public Map<String, Route> routes() {
        return routes;
    }

    /** Where people find the page: its address without a path. */
    public String page() {
        return page;
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
