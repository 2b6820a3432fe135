package dev.stackhouse.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A soak of some seconds and a few cycles: the entries run. What grows in so short a time is warm-up. */
class SoakRunTest {
    private static final Path ROOT = Path.of(System.getProperty("stackhouse.root"));
    private static final Jdk JDK = Jdk.at(Path.of(System.getProperty("java.home")));

    @TempDir
    private Path directory;

    @Test
    void followsAServiceWithTheCollectorAndOneWithout() throws Exception {
        SoakRun run = new SoakRun(ROOT, directory, JDK, Duration.ofSeconds(3), 6);

        run.run();

        assertThat(run.rows()).hasSize(8);
        assertThat(run.complaints()).noneMatch(complaint -> !complaint.contains("grew"));
    }

    @Test
    void aServiceServesAfterTheCollectorCameAndWent() throws Exception {
        CyclesRun run = new CyclesRun(ROOT, directory, JDK, 4);

        run.run();

        assertThat(run.done()).isEqualTo(4);
        assertThat(run.batches()).isPositive();
        assertThat(run.rows()).hasSize(8);
        assertThat(run.complaints()).noneMatch(complaint -> !complaint.contains("grew"));
    }
}
