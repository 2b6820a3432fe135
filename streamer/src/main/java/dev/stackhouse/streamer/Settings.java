package dev.stackhouse.streamer;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.util.TimeUtils;

/**
 * Settings from environment variables {@code STACKHOUSE_SOME_NAME}, or from arguments {@code --some-name value}, which come
 * first. Collects faults instead of failing at the first one.
 */
public final class Settings {
    private static final String PREFIX = "STACKHOUSE_";

    private final Map<String, String> values = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    public Settings(Map<String, String> environment, String... args) {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                values.put(name, value.strip());
            }
        });
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                faults.add("Arguments are pairs, --some-name value: " + args[i] + " is none.");
                return;
            }
            values.put(PREFIX + args[i].substring(2).toUpperCase(Locale.ROOT).replace('-', '_'), args[i + 1]);
        }
    }

    public String text(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }

    public String required(String name) {
        String value = values.get(name);
        if (value == null) {
            faults.add(name + " is not set.");
            return "";
        }
        return value;
    }

    /** A positive duration: {@code 2s}, {@code 30 d} or {@code PT2S}. */
    public Duration duration(String name, Duration fallback) {
        String value = values.get(name);
        if (value == null) {
            return fallback;
        }
        try {
            Duration duration = value.startsWith("P") ? Duration.parse(value) : TimeUtils.parseDuration(value);
            if (duration.toMillis() > 0) {
                return duration;
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // Said below.
        }
        faults.add(name + "=" + value + " is no duration such as 2s, 30 d or PT2S.");
        return fallback;
    }

    public int number(String name, int fallback, int least, int most) {
        String value = values.get(name);
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        faults.add(name + "=" + value + " is no number from " + least + " to " + most + ".");
        return fallback;
    }

    public URI httpAddress(String name) {
        String value = required(name);
        try {
            URI uri = new URI(value);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        if (!value.isEmpty()) {
            faults.add(name + "=" + value + " is no address such as http://localhost:8123.");
        }
        return URI.create("http://localhost");
    }

    /** Properties of Kafka clients: {@code STACKHOUSE_KAFKA_SASL_MECHANISM} is {@code sasl.mechanism}. */
    public Map<String, String> kafkaProperties() {
        String prefix = PREFIX + "KAFKA_";
        Map<String, String> properties = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                properties.put(
                        name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return properties;
    }

    /** Ends the reading of settings: throws a {@link ConfigException} if there was a fault. */
    public void throwFaults() {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }
}
