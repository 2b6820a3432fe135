package dev.stackhouse.node.decide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the file of rules (YAML 1.2) and finds every fault in it. One per reading. */
final class RulesParser {
    private static final Set<String> KEYS = Set.of("rules", "default");
    private static final Set<String> RULE_KEYS =
            Set.of("command", "user", "labels", "profile", "service", "set-labels");
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\{([a-zA-Z][a-zA-Z0-9]*)\\}|(\\d))");

    private final Map<String, String> rates;
    private final List<String> faults = new ArrayList<>();

    RulesParser(Map<String, String> rates) {
        this.rates = rates;
    }

    /**
     * Reads rules.
     *
     * @throws RulesException that names every fault
     */
    Rules parse(String yaml) {
        Object content;
        try {
            content =
                    new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw new RulesException(List.of("it is not YAML: " + e.getMessage()));
        }
        Map<String, Object> file = map(content == null ? Map.of() : content, "the file", KEYS);
        List<Rule> rules = new ArrayList<>();
        if (file.getOrDefault("rules", List.of()) instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                rules.add(rule(list.get(i), "rule " + (i + 1)));
            }
        } else {
            faults.add("rules is not a list");
        }
        boolean byDefault = flag(file, "default", "the file");
        if (!faults.isEmpty()) {
            throw new RulesException(faults);
        }
        return new Rules(List.copyOf(rules), byDefault, rates);
    }

    private Rule rule(@Nullable Object content, String where) {
        Map<String, Object> rule = map(content, where, RULE_KEYS);
        Pattern command = pattern(rule.get("command"), where + ": command");
        Map<String, Pattern> labels = new LinkedHashMap<>();
        strings(rule, "labels", where).forEach((name, value) -> {
            Pattern pattern = pattern(value, where + ": label " + name);
            if (pattern != null) {
                labels.put(name, pattern);
            }
        });
        Object service = rule.get("service");
        if (service != null) {
            checkService(service.toString(), command, where);
        }
        return new Rule(
                command,
                pattern(rule.get("user"), where + ": user"),
                labels,
                flag(rule, "profile", where),
                service == null ? null : service.toString(),
                strings(rule, "set-labels", where));
    }

    private void checkService(String service, @Nullable Pattern command, String where) {
        Matcher references = REFERENCE.matcher(service);
        while (references.find()) {
            boolean known = command != null
                    && (references.group(1) == null
                            ? Integer.parseInt(references.group(2))
                                    <= command.matcher("").groupCount()
                            : GROUP.matcher(command.pattern()).results().anyMatch(group -> group.group(1)
                                    .equals(references.group(1))));
            if (!known) {
                faults.add(where + ": service names the group " + references.group() + ", which command does not have");
            }
        }
        if (REFERENCE.matcher(service).replaceAll("").matches(".*[$\\\\].*")) {
            faults.add(where + ": service has a $ or \\ that is no reference to a group");
        }
    }

    private Map<String, Object> map(@Nullable Object content, String where, Set<String> known) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> {
                if (!known.contains(String.valueOf(key))) {
                    faults.add(where + ": '" + key + "' is not known (known: "
                            + String.join(", ", known.stream().sorted().toList()) + ")");
                } else if (value == null) {
                    faults.add(where + ": " + key + " is empty");
                } else {
                    map.put(String.valueOf(key), value);
                }
            });
        } else {
            faults.add(where + " is not a map of names and values");
        }
        return map;
    }

    private Map<String, String> strings(Map<String, Object> in, String key, String where) {
        Map<String, String> strings = new LinkedHashMap<>();
        Object content = in.getOrDefault(key, Map.of());
        if (content instanceof Map<?, ?> entries) {
            entries.forEach((name, value) -> strings.put(String.valueOf(name), String.valueOf(value)));
        } else {
            faults.add(where + ": " + key + " is not a map of names and values");
        }
        return strings;
    }

    private boolean flag(Map<String, Object> in, String key, String where) {
        Object value = in.getOrDefault(key, true);
        if (value instanceof Boolean flag) {
            return flag;
        }
        String byName = key.equals("default") ? "profile or ignore" : "true or false";
        if (key.equals("default") && (value.equals("profile") || value.equals("ignore"))) {
            return value.equals("profile");
        }
        faults.add(where + ": " + key + " is '" + value + "', not " + byName);
        return true;
    }

    private @Nullable Pattern pattern(@Nullable Object expression, String where) {
        if (expression == null) {
            return null;
        }
        try {
            return Pattern.compile(expression.toString());
        } catch (PatternSyntaxException e) {
            faults.add(where + " is no regular expression: " + e.getDescription() + " at character " + e.getIndex());
            return null;
        }
    }
}
