package dev.stackhouse.collector.config;

import org.jspecify.annotations.Nullable;

/** Name of the service: told, else as OpenTelemetry has it, else after the program that runs. */
final class ServiceName {
    private static final int MAX_LENGTH = 200;

    private ServiceName() {}

    static String of(Settings settings, ConfigSources sources) {
        String name = first(
                settings.find("service"),
                sources.environment().get("OTEL_SERVICE_NAME"),
                ConfigSources.pairs(sources.environment().getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""))
                        .get("service.name"),
                ofProgram(sources.mainClass()));
        if (name.length() > MAX_LENGTH) {
            settings.fault("the service name has " + name.length() + " characters, more than " + MAX_LENGTH);
        }
        return name;
    }

    private static String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.trim().isEmpty()) {
                return candidate.trim();
            }
        }
        return "unknown-service";
    }

    /** "path/to/app.jar" is app, "com.acme.Shop" is Shop. */
    private static String ofProgram(String mainClass) {
        String file = mainClass.substring(mainClass.lastIndexOf('/') + 1);
        return file.endsWith(".jar")
                ? file.substring(0, file.length() - ".jar".length())
                : file.substring(file.lastIndexOf('.') + 1);
    }
}
