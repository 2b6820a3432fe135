package dev.stackhouse.collector.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where settings come from, strongest first.
 *
 * @param arguments of the agent: {@code name=value} pairs
 * @param properties system properties
 * @param mainClass name of the application's main class or jar, or empty
 */
public record ConfigSources(
        Map<String, String> arguments,
        Map<String, String> properties,
        Map<String, String> environment,
        String mainClass) {

    public static ConfigSources ofThisJvm(String arguments) {
        Properties system = System.getProperties();
        Map<String, String> properties = new LinkedHashMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith("stackhouse.")) {
                properties.put(name, system.getProperty(name));
            }
        }
        String command = system.getProperty("sun.java.command", "").strip();
        return new ConfigSources(
                pairs(arguments), properties, System.getenv(), command.isEmpty() ? "" : command.split(" ", 2)[0]);
    }

    /** Reads "a=b,c=d". A part without "=" is kept with an empty value, so that it can be reported. */
    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (!part.isBlank()) {
                pairs.put(
                        equals < 0 ? part.strip() : part.substring(0, equals).strip(),
                        equals < 0 ? "" : part.substring(equals + 1).strip());
            }
        }
        return pairs;
    }
}
