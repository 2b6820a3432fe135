package dev.stackhouse.collector.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must not be printed: the values of the settings that Kafka's producer gets from a file. Its messages quote values that it
 * cannot use, and a password may stand where none belongs.
 */
public final class Secrets {
    /** Values that say nothing, and that messages about logging in are made of. */
    private static final Set<String> HARMLESS = new HashSet<>(Arrays.asList(
            "", "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "GSSAPI"));
    /** Those of a login module's options. */
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"|'([^']+)'");

    /** Longest first: one may be part of another. */
    private final List<String> values;

    /** Those of these settings of Kafka's. */
    public Secrets(Map<String, String> settings) {
        Set<String> all = new HashSet<>();
        for (String value : settings.values()) {
            all.add(value.trim());
            Matcher quoted = QUOTED.matcher(value);
            while (quoted.find()) {
                all.add(quoted.group(1) == null ? quoted.group(2) : quoted.group(1));
            }
        }
        all.removeAll(HARMLESS);
        values = new ArrayList<>(all);
        values.sort(Comparator.comparing(String::length).reversed());
    }

    /** What an exception and its cause say, without them. */
    public String messageOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return hide(failure.getMessage()) + (cause == null ? "" : ": " + hide(cause.getMessage()));
    }

    /** The message without them. */
    public String hide(@Nullable String message) {
        String hidden = String.valueOf(message);
        for (String value : values) {
            hidden = hidden.replace(value, "[hidden]");
        }
        return hidden;
    }
}
