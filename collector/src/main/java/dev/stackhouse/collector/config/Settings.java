package dev.stackhouse.collector.config;

import dev.stackhouse.policy.SampledEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks settings up by name in all sources and collects faults. Not thread-safe. */
final class Settings {
    private static final Set<String> NAMES = new HashSet<>(Arrays.asList(
            "service",
            "brokers",
            "topic",
            "cpu.interval",
            "wall.interval",
            "alloc.bytes",
            "live",
            "lock.threshold",
            "nativemem.bytes",
            "cpu.budget",
            "policy.topic",
            "queue.bytes",
            "spool.dir",
            "spool.bytes",
            "labels"));
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
    private static final Pattern BYTES = Pattern.compile("(\\d+)([kmKM]?)");

    private final ConfigSources sources;
    private final List<String> faults = new ArrayList<>();

    Settings(ConfigSources sources) {
        this.sources = sources;
        for (Map.Entry<String, String> argument : sources.arguments().entrySet()) {
            String name = argument.getKey();
            if (!NAMES.contains(name) && !name.startsWith("labels.")) {
                fault("unknown agent argument '" + name
                        + "' (known: service, brokers, topic, labels.NAME, cpu.interval,"
                        + " wall.interval, alloc.bytes, live, lock.threshold, nativemem.bytes, cpu.budget, policy.topic,"
                        + " queue.bytes, spool.dir, spool.bytes)");
            }
        }
    }

    @Nullable
    String find(String name) {
        String argument = sources.arguments().get(name);
        if (argument != null) {
            return argument;
        }
        String property = sources.properties().get("stackhouse." + name);
        return property != null ? property : sources.environment().get(variable(name));
    }

    static String variable(String name) {
        return "STACKHOUSE_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    String text(String name, String byDefault) {
        String value = find(name);
        if (value == null) {
            return byDefault;
        }
        if (value.trim().isEmpty()) {
            fault(described(name) + " is empty");
        }
        return value;
    }

    /** How often an event is sampled, as its interval; negative where it is off. */
    long rate(String name, SampledEvent event, long byDefault) {
        String value = find(name);
        if (value == null) {
            return byDefault;
        }
        try {
            return event.parse(value);
        } catch (IllegalArgumentException e) {
            fault(described(name) + " is '" + value + "', " + e.getMessage());
            return byDefault;
        }
    }

    /** "1%" or "0.5%" as 0.01 or 0.005; "off" reads as 0. */
    double share(String name, double byDefault) {
        String value = find(name);
        if (value == null) {
            return byDefault;
        }
        if (value.equals("off")) {
            return 0;
        }
        Matcher matcher = PERCENT.matcher(value);
        double share = matcher.matches() ? Double.parseDouble(matcher.group(1)) / 100 : 0;
        if (share > 0 && share <= 1) {
            return share;
        }
        fault(described(name) + " is '" + value + "', not a share of more than 0% and at most 100% such as 1%, or off");
        return byDefault;
    }

    /** "512k", "8m" or bytes, at least so many; "off" reads as 0 where it is allowed. */
    long bytes(String name, long byDefault, long least, boolean canBeOff) {
        String value = find(name);
        if (value == null) {
            return byDefault;
        }
        if (canBeOff && value.equals("off")) {
            return 0;
        }
        Matcher matcher = BYTES.matcher(value);
        if (matcher.matches() && matcher.group(1).length() < 10) {
            long amount = Long.parseLong(matcher.group(1));
            long bytes = amount << shift(matcher.group(2).toLowerCase(Locale.ROOT));
            if (bytes >= least) {
                return bytes;
            }
        }
        fault(described(name) + " is '" + value + "', not a size from " + least + " bytes on such as 512k or 8m"
                + (canBeOff ? ", or off" : ""));
        return byDefault;
    }

    private static int shift(String unit) {
        switch (unit) {
            case "k":
                return 10;
            case "m":
                return 20;
            default:
                return 0;
        }
    }

    private static String described(String name) {
        return name + " (agent argument, stackhouse." + name + " or " + variable(name) + ")";
    }

    void fault(String fault) {
        faults.add(fault);
    }

    void throwFaults() {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }
}
