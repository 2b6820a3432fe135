package dev.stackhouse.storage.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of the schema from environment variables: STACKHOUSE_RETENTION_WINDOWS, _MINUTES and _TOTALS ("7d"), and
 * STACKHOUSE_CLICKHOUSE_CLUSTER.
 */
public final class SchemaSettings {
    private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");

    private final Map<String, String> variables;
    private final List<String> faults = new ArrayList<>();

    private SchemaSettings(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * Returns the options. Without any variable of the retention the tables stay as they are; with one, those that are missing
     * have their default.
     *
     * @throws IllegalArgumentException with a line for every fault, each of which names its variable
     */
    public static SchemaOptions parse(Map<String, String> variables) {
        return new SchemaSettings(variables).options();
    }

    private SchemaOptions options() {
        Integer windows = days("STACKHOUSE_RETENTION_WINDOWS");
        Integer minutes = days("STACKHOUSE_RETENTION_MINUTES");
        Integer totals = days("STACKHOUSE_RETENTION_TOTALS");
        Retention retention = null;
        try {
            if (windows != null || minutes != null || totals != null) {
                Retention usual = Retention.DEFAULT;
                retention = new Retention(
                        windows == null ? usual.windowsDays() : windows,
                        minutes == null ? usual.minutesDays() : minutes,
                        totals == null ? usual.totalsDays() : totals);
            }
            if (faults.isEmpty()) {
                return new SchemaOptions(
                        variables
                                .getOrDefault("STACKHOUSE_CLICKHOUSE_CLUSTER", "")
                                .strip(),
                        retention);
            }
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage()
                    + ": STACKHOUSE_RETENTION_WINDOWS, _MINUTES, _TOTALS, STACKHOUSE_CLICKHOUSE_CLUSTER");
        }
        throw new IllegalArgumentException(String.join(System.lineSeparator(), faults));
    }

    private @Nullable Integer days(String variable) {
        String text = variables.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            return null;
        }
        Matcher matcher = DAYS.matcher(text);
        if (!matcher.matches()) {
            faults.add(variable + " is '" + text + "'; it must be a number of days such as 7d");
            return null;
        }
        return Integer.valueOf(matcher.group(1));
    }
}
