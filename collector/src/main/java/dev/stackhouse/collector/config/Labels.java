package dev.stackhouse.collector.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Labels of this instance, weakest source first: the host's name, what the surroundings of the process tell, OpenTelemetry's resource attributes under short names,
 * {@code STACKHOUSE_LABELS}, properties {@code stackhouse.labels.NAME}, arguments {@code labels.NAME}.
 */
final class Labels {
    private static final int MAX_LABELS = 32;
    private static final int MAX_VALUE_LENGTH = 1_000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]{0,99}");
    /** Attributes of OpenTelemetry's semantic conventions (https://opentelemetry.io/docs/specs/semconv/resource/) by our names. */
    private static final Map<String, String> SHORT_NAMES = new HashMap<>();

    static {
        SHORT_NAMES.put("service.version", "version");
        SHORT_NAMES.put("deployment.environment", "environment");
        SHORT_NAMES.put("deployment.environment.name", "environment");
        SHORT_NAMES.put("k8s.namespace.name", "namespace");
        SHORT_NAMES.put("k8s.pod.name", "pod");
        SHORT_NAMES.put("k8s.node.name", "node");
        SHORT_NAMES.put("cloud.availability_zone", "zone");
        SHORT_NAMES.put("cloud.region", "region");
        SHORT_NAMES.put("host.name", "host");
    }

    private Labels() {}

    static SortedMap<String, String> of(Settings settings, ConfigSources sources) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("host", host(sources.environment()));
        labels.putAll(sources.surroundings());
        ConfigSources.pairs(sources.environment().getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""))
                .forEach((name, value) -> {
                    if (!name.equals("service.name")) {
                        labels.put(SHORT_NAMES.getOrDefault(name, name.replaceAll("[^a-zA-Z0-9_.]", "_")), value);
                    }
                });
        labels.putAll(ConfigSources.pairs(sources.environment().getOrDefault("STACKHOUSE_LABELS", "")));
        putPrefixed("stackhouse.labels.", sources.properties(), labels);
        putPrefixed("labels.", sources.arguments(), labels);
        labels.values().removeIf(String::isEmpty);
        check(labels, settings);
        return labels;
    }

    private static void putPrefixed(String prefix, Map<String, String> from, SortedMap<String, String> labels) {
        from.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                labels.put(name.substring(prefix.length()), value);
            }
        });
    }

    private static void check(SortedMap<String, String> labels, Settings settings) {
        if (labels.size() > MAX_LABELS) {
            settings.fault("there are " + labels.size() + " labels, more than " + MAX_LABELS);
        }
        labels.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || name.equals("instance")) {
                settings.fault(
                        "label name '" + name
                                + "' is not made of letters, digits, '_' and '.', or is longer than 100 characters, or is 'instance'");
            }
            if (value.length() > MAX_VALUE_LENGTH) {
                settings.fault(
                        "label " + name + " has " + value.length() + " characters, more than " + MAX_VALUE_LENGTH);
            }
        });
    }

    private static String host(Map<String, String> environment) {
        String host = environment.getOrDefault("HOSTNAME", "");
        if (!host.trim().isEmpty()) {
            return host;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
