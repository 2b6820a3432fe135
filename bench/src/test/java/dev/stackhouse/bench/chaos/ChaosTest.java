package dev.stackhouse.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half of the kinds of faults, over the whole product and a live fleet: something of each part that can fail, full disk, slow store and a
 * collector that forgets among it. All kinds are a run of {@code bench/run chaos}, which takes twice the time.
 */
class ChaosTest {
    private static final long SEED = 45;
    private static final int FAULTS = ChaosRun.kinds() / 2;
    private static final int SIMULATED = 20;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;

    @TempDir
    private Path directory;

    @Test
    void everySampleIsStoredOnceOrDeclaredDroppedWhateverDies() throws Exception {
        ChaosResult result = new ChaosRun(directory, SEED, FAULTS, SIMULATED, LONGEST_PAUSE_MILLIS).run();

        assertThat(result.complaints()).as(() -> log("product.log")).isEmpty();
        assertThat(result.unexplained()).isZero();
        assertThat(result.duplicates()).isZero();
        assertThat(result.missing()).isZero();
        assertThat(result.batchesMissing()).isZero();
        assertThat(result.weightDifference()).isZero();
        assertThat(result.absent()).isZero();
        assertThat(result.batchesOfKilled()).isLessThanOrEqualTo(2);
        assertThat(result.faults()).hasSize(FAULTS);
        assertThat(result.stored()).isPositive();
    }

    private String log(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
