package dev.stackhouse.collector.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stackhouse.collector.InstalledJdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What virtual threads look like, in a JVM that has them. */
class VirtualThreadsTest {
    private static final String CARRIER = " ForkJoinPool-1-worker-# ";

    @TempDir
    private Path directory;

    @Test
    void areSampledOnTheirCarriersWithTheirOwnStacks() throws Exception {
        Optional<Path> java = InstalledJdk.java(25);
        assumeTrue(java.isPresent(), "no JDK 25");

        List<String> samples = run(java.get());

        assertThat(samples)
                .anySatisfy(sample -> assertThat(sample)
                        .startsWith("EVENT_TYPE_CPU" + CARRIER)
                        .contains(";outer;burn"))
                .anySatisfy(sample -> assertThat(sample)
                        .startsWith("EVENT_TYPE_WALL" + CARRIER)
                        .contains(";outer;burn"));
        // Also when the frames have been off the thread meanwhile.
        assertThat(samples)
                .filteredOn(
                        sample -> sample.startsWith("EVENT_TYPE_ALLOC" + CARRIER) && sample.contains("waitAndAllocate"))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample).contains("enter;", "run;", ";outer;waitAndAllocate"));
    }

    private List<String> run(Path java) throws Exception {
        Process process = new ProcessBuilder(
                        java.toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        VirtualThreadsProgram.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
