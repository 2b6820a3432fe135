package dev.stackhouse.query.regression.rules;

import dev.stackhouse.query.regression.route.Route;
import dev.stackhouse.query.regression.route.RouteUrl;
import dev.stackhouse.regression.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the file of rules (YAML 1.2) and finds every fault in it. One per reading. */
final class RulesParser {
    private static final Set<String> WATCH_KEYS = Set.of(
            "watch",
            "events",
            "warm-up",
            "looks",
            "error-budget",
            "floors",
            "minimal-instances",
            "minimal-samples",
            "persistence",
            "routes",
            "shifts");
    private static final Set<String> RULE_KEYS = union(WATCH_KEYS, "match");
    private static final Set<String> EVENTS = Set.of("cpu", "wall", "alloc", "live", "lock", "native-memory");
    private static final Pattern DURATION = Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

    /** A look that comes later says nothing of the deploy any more. */
    private static final Duration LATEST_LOOK = Duration.ofHours(24);

    private static final int MOST_LOOKS = 20;

    private final List<String> faults = new ArrayList<>();
    private Set<String> routeNames = Set.of();

    /**
     * Reads rules.
     *
     * @throws RulesException that names every fault
     */
    WatchRules parse(String yaml) {
        Fields file = Fields.of(composed(yaml), "", Set.of("page", "routes", "default", "rules"), faults);
        Map<String, Route> routes = RouteParser.parse(file.inner("routes", null));
        routeNames = routes.keySet();
        String page = file.read("page", WatchRules.DEFAULT_PAGE, RulesParser::page);
        Watch others = watch(file.inner("default", WATCH_KEYS), Watch.DEFAULT);
        List<WatchRule> rules = new ArrayList<>();
        for (Node node : file.list("rules")) {
            rules.add(rule(Fields.of(node, "rule " + (rules.size() + 1), RULE_KEYS, faults), node, others));
        }
        if (!faults.isEmpty()) {
            throw new RulesException(faults);
        }
        return new WatchRules(rules, others, routes, page);
    }

    private static @Nullable Node composed(String yaml) {
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeString(yaml)
                    .orElse(null);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            throw new RulesException(List.of(line + "it is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new RulesException(List.of("it is not YAML: " + e.getMessage()));
        }
    }

    private WatchRule rule(Fields fields, Node node, Watch others) {
        if (!fields.has("match")) {
            faults.add("line " + Fields.line(node) + ": it has no match, which says of which services it speaks");
        }
        Fields match = fields.inner("match", Set.of("service", "labels"));
        Map<String, Pattern> labels = new HashMap<>();
        match.inner("labels", null).texts().forEach((name, value) -> labels.put(name, Fields.glob(value)));
        return new WatchRule(match.read("service", Fields.glob("*"), Fields::glob), labels, watch(fields, others));
    }

    /** What a map says, and for the rest what holds otherwise. */
    private Watch watch(Fields fields, Watch usual) {
        Rules rules = usual.rules();
        Fields floors = fields.inner("floors", Set.of("absolute", "relative"));
        Watch watch = new Watch(
                fields.read("watch", usual.on(), RulesParser::flag),
                fields.readAll("events", usual.events(), RulesParser::event),
                fields.read("warm-up", usual.warmUp(), RulesParser::duration),
                fields.readAll("looks", usual.looks(), RulesParser::duration),
                new Rules(
                        fields.read("error-budget", rules.errorRate(), RulesParser::share),
                        floors.read("absolute", rules.minimalChange(), RulesParser::share),
                        floors.read("relative", rules.minimalRelativeChange(), RulesParser::share),
                        fields.read("minimal-instances", rules.minimalInstances(), text -> number(text, 2, 10_000)),
                        fields.read("minimal-samples", rules.minimalSamples(), text ->
                                (long) number(text, 1, 1_000_000_000))),
                fields.read("persistence", usual.persistence(), text -> number(text, 1, MOST_LOOKS)),
                fields.readAll("routes", usual.routes(), this::route),
                shifts(fields.inner("shifts", Set.of("watch", "every")), usual.shifts()));
        check(fields, watch);
        return watch;
    }

    private static ShiftWatch shifts(Fields fields, ShiftWatch usual) {
        ShiftWatch shifts = new ShiftWatch(
                fields.read("watch", usual.on(), RulesParser::flag),
                fields.read("every", usual.every(), RulesParser::duration));
        // What is looked at are whole hours.
        if (shifts.every().compareTo(Duration.ofHours(1)) < 0 || shifts.every().toSecondsPart() > 0) {
            fields.fault("every", "is not at least 1h, in whole minutes");
        }
        return shifts;
    }

    private static void check(Fields fields, Watch watch) {
        if (watch.events().isEmpty()) {
            fields.fault("events", "is empty; to watch nothing say watch: false");
        }
        if (watch.looks().isEmpty() || watch.looks().size() > MOST_LOOKS) {
            fields.fault("looks", "has " + watch.looks().size() + " entries, not 1 to " + MOST_LOOKS);
        }
        for (int i = 1; i < watch.looks().size(); i++) {
            if (watch.looks().get(i).compareTo(watch.looks().get(i - 1)) <= 0) {
                fields.fault("looks", "is not ascending");
                return;
            }
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static String event(String text) {
        if (!EVENTS.contains(text)) {
            throw new IllegalArgumentException(
                    "one of " + String.join(", ", EVENTS.stream().sorted().toList()));
        }
        return text;
    }

    private String route(String text) {
        if (!routeNames.contains(text)) {
            throw new IllegalArgumentException(
                    routeNames.isEmpty()
                            ? "a route of this file, which has none"
                            : "a route of this file (" + String.join(", ", new TreeSet<>(routeNames)) + ")");
        }
        return text;
    }

    private static String page(String text) {
        RouteUrl.of(text);
        return text.replaceAll("/+$", "");
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!text.isEmpty() && parts.matches()) {
            Duration duration = Duration.ofHours(part(parts.group(1)))
                    .plusMinutes(part(parts.group(2)))
                    .plusSeconds(part(parts.group(3)));
            if (duration.compareTo(LATEST_LOOK) <= 0) {
                return duration;
            }
        }
        throw new IllegalArgumentException("a duration such as 90s, 15m or 1h30m, at most 24h");
    }

    private static long part(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** "3%" or "0.03". */
    private static double share(String text) {
        boolean percent = text.endsWith("%");
        try {
            double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
            double share = percent ? number / 100 : number;
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("a share such as 0.0003 or 0.03" + '%' + ", above 0 and at most 1");
    }

    private static int number(String text, int least, int greatest) {
        int number;
        try {
            number = Integer.parseInt(text.replace("_", ""));
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < least || number > greatest) {
            throw new IllegalArgumentException("a number from " + least + " to " + greatest);
        }
        return number;
    }

    private static Set<String> union(Set<String> keys, String more) {
        Set<String> all = new TreeSet<>(keys);
        all.add(more);
        return Set.copyOf(all);
    }
}
