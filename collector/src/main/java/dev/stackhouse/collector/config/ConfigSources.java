package dev.stackhouse.collector.config;

import dev.stackhouse.collector.facts.OwnFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Where settings come from, strongest first. */
public final class ConfigSources {
    private final Map<String, String> arguments;
    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final String mainClass;
    private final Map<String, String> surroundings;

    /**
     * @param arguments of the agent: {@code name=value} pairs
     * @param properties system properties
     * @param mainClass name of the application's main class or jar, or empty
     */
    public ConfigSources(
            Map<String, String> arguments,
            Map<String, String> properties,
            Map<String, String> environment,
            String mainClass) {
        this(arguments, properties, environment, mainClass, Collections.emptyMap());
    }

    /**
     * @param surroundings labels that nobody gave but that the process's surroundings tell
     */
    public ConfigSources(
            Map<String, String> arguments,
            Map<String, String> properties,
            Map<String, String> environment,
            String mainClass,
            Map<String, String> surroundings) {
        this.arguments = arguments;
        this.properties = properties;
        this.environment = environment;
        this.mainClass = mainClass;
        this.surroundings = surroundings;
    }

    public static ConfigSources ofThisJvm(String arguments) {
        Properties system = System.getProperties();
        Map<String, String> properties = new LinkedHashMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith("stackhouse.")) {
                properties.put(name, system.getProperty(name));
            }
        }
        String command = system.getProperty("sun.java.command", "").trim();
        return new ConfigSources(
                pairs(arguments),
                properties,
                System.getenv(),
                command.isEmpty() ? "" : command.split(" ", 2)[0],
                OwnFacts.labels());
    }

    Map<String, String> arguments() {
        return arguments;
    }

    Map<String, String> properties() {
        return properties;
    }

    Map<String, String> environment() {
        return environment;
    }

    String mainClass() {
        return mainClass;
    }

    Map<String, String> surroundings() {
        return surroundings;
    }

    /** Reads "a=b,c=d". A part without "=" is kept with an empty value, so that it can be reported. */
    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (!part.trim().isEmpty()) {
                pairs.put(
                        equals < 0 ? part.trim() : part.substring(0, equals).trim(),
                        equals < 0 ? "" : part.substring(equals + 1).trim());
            }
        }
        return pairs;
    }
}
