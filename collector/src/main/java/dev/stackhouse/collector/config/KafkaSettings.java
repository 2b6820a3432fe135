package dev.stackhouse.collector.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * More of what Kafka's clients are told, from a file: how to log in, and whom to trust. It may hold passwords, so it is named, and
 * nothing of what is in it is ever printed.
 */
public final class KafkaSettings {
    /** On which the promises of the collector rest. */
    private static final Set<String> OURS = new HashSet<>(Arrays.asList(
            "bootstrap.servers",
            "key.serializer",
            "value.serializer",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "max.request.size",
            "metric.reporters",
            "enable.metrics.push"));

    private KafkaSettings() {}

    static Map<String, String> of(Settings settings) {
        String name = settings.find("kafka.config");
        return name == null ? Collections.emptyMap() : read(name, "kafka.config", "the collector", settings::fault);
    }

    /**
     * Reads a properties file.
     *
     * @param name of the file
     * @param setting which names it
     * @param reader who needs it, for what cannot be set there
     * @param faults is told everything that is wrong with it, a sentence each without any value that is in it
     */
    public static Map<String, String> read(String name, String setting, String reader, Consumer<String> faults) {
        Map<String, String> read = new TreeMap<>();
        try {
            Path file = Paths.get(name);
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            }
            properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
        } catch (IOException | InvalidPathException e) {
            faults.accept(setting + " is '" + name + "', which cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            faults.accept(setting + " is '" + name + "', which is no properties file");
        }
        for (String key : read.keySet()) {
            if (OURS.contains(key)) {
                faults.accept(setting + " sets " + key + ", which " + reader + " sets itself");
            }
        }
        return Collections.unmodifiableMap(read);
    }
}
