package dev.stackhouse.query;

import dev.stackhouse.query.regression.RegressionSettings;
import dev.stackhouse.query.server.QueryServerConfig;
import dev.stackhouse.storage.StoreAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the server's configuration from environment variables. */
final class QueryEnvironment {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private final Map<String, String> variables;
    private final List<String> faults = new ArrayList<>();

    private QueryEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException with a line for every fault, each of which names its variable
     */
    static QueryServerConfig parse(Map<String, String> variables) {
        return new QueryEnvironment(variables).config();
    }

    private QueryServerConfig config() {
        QueryServerConfig config = new QueryServerConfig(
                text("STACKHOUSE_HTTP_HOST", QueryServerConfig.DEFAULT_HOST),
                number("STACKHOUSE_HTTP_PORT", QueryServerConfig.DEFAULT_PORT, 0, 65_535),
                new StoreAddress(
                        read("STACKHOUSE_CLICKHOUSE_URL", URI.create("http://127.0.0.1:8123"), QueryEnvironment::http),
                        text("STACKHOUSE_CLICKHOUSE_DATABASE", "stackhouse"),
                        text("STACKHOUSE_CLICKHOUSE_USER", "stackhouse"),
                        variables.getOrDefault("STACKHOUSE_CLICKHOUSE_PASSWORD", "")),
                read("STACKHOUSE_QUERY_LIMIT", QueryServerConfig.DEFAULT_QUERY_LIMIT, QueryEnvironment::duration),
                number("STACKHOUSE_QUERY_CONCURRENCY", QueryServerConfig.DEFAULT_MAX_CONCURRENT_QUERIES, 1, 1_000),
                regressions());
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), faults));
        }
        return config;
    }

    private RegressionSettings regressions() {
        try {
            return RegressionSettings.parse(variables);
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
            return RegressionSettings.DEFAULT;
        }
    }

    private String text(String variable, String defaultValue) {
        return read(variable, defaultValue, text -> text);
    }

    private int number(String variable, int defaultValue, int least, int greatest) {
        return read(variable, defaultValue, text -> {
            int number;
            try {
                number = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                number = -1;
            }
            if (number < least || number > greatest) {
                throw new IllegalArgumentException("a number from " + least + " to " + greatest);
            }
            return number;
        });
    }

    private static URI http(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException("an address such as http://clickhouse:8123");
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ofMinutes(number);
                    };
            if (!duration.isZero()) {
                return duration;
            }
        }
        throw new IllegalArgumentException("a time such as 30s, 500ms or 2m");
    }

    private <T> T read(String variable, T defaultValue, Function<String, T> parser) {
        String text = variables.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            faults.add(variable + " is '" + text + "'; it must be " + e.getMessage());
            return defaultValue;
        }
    }
}
