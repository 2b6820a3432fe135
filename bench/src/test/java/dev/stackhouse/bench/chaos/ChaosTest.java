package dev.stackhouse.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of fault once, over the whole product and a live fleet. */
class ChaosTest {
    private static final long SEED = 41;
    private static final int SIMULATED = 20;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;

    @TempDir
    private Path directory;

    @Test
    void everySampleIsStoredOnceOrDeclaredDroppedWhateverDies() throws Exception {
        ChaosResult result = new ChaosRun(directory, SEED, ChaosRun.kinds(), SIMULATED, LONGEST_PAUSE_MILLIS).run();

        assertThat(result.complaints()).as(() -> log("product.log")).isEmpty();
        assertThat(result.unexplained()).isZero();
        assertThat(result.duplicates()).isZero();
        assertThat(result.missing()).isZero();
        assertThat(result.batchesMissing()).isZero();
        assertThat(result.weightDifference()).isZero();
        assertThat(result.absent()).isZero();
        assertThat(result.overflowed()).isPositive();
        assertThat(result.batchesOfKilled()).isLessThanOrEqualTo(2);
        // Where no disk can be made full there is one kind less.
        assertThat(result.faults()).hasSizeGreaterThanOrEqualTo(ChaosRun.kinds() - 1);
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
