package dev.stackhouse.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Rules by which a deploy is judged within minutes. A real one is given hours: see docs/regressions.md. */
final class RolloutRules {
    static final Duration WARM_UP = Duration.ofSeconds(30);
    static final long MINIMAL_SAMPLES = 1_000;
    static final double MINIMAL_CHANGE = 0.02;

    private static final String RULES = """
            rules:
              - match: {service: %s}
                warm-up: %ds
                looks: [40s, 70s, 100s, 130s]
                floors: {absolute: %s, relative: 10%%}
                minimal-instances: %d
                minimal-samples: %d
                persistence: 2
            """;

    private RolloutRules() {}

    /** Writes them into a directory, which is made if it is not there. */
    static Path write(Path directory) {
        try {
            Files.createDirectories(directory);
            return Files.writeString(
                    directory.resolve("demo-rules.yaml"),
                    RULES.formatted(
                            DemoService.NAME, WARM_UP.toSeconds(), MINIMAL_CHANGE, Rollout.INSTANCES, MINIMAL_SAMPLES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
