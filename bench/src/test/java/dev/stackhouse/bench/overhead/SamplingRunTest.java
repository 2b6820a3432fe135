package dev.stackhouse.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two rounds: the entry runs, whatever its figures. */
class SamplingRunTest {
    @TempDir
    private Path directory;

    @Test
    void everyWayButNoneTakesSamplesOfTheProgram() throws Exception {
        SamplingRun run = new SamplingRun(
                Path.of(System.getProperty("stackhouse.root")),
                directory,
                OverheadOptions.of(Map.of(
                        "STACKHOUSE_BENCH_WORKLOADS", "demo",
                        "STACKHOUSE_BENCH_JDKS", System.getProperty("java.home"),
                        "STACKHOUSE_BENCH_ROUNDS", "2",
                        "STACKHOUSE_BENCH_WARM_UP_SECONDS", "3")));

        run.run();

        assertThat(run.rows())
                .extracting(row -> row.get("sampled"))
                .containsExactlyElementsOf(
                        SamplingWay.all().stream().map(SamplingWay::name).toList());
        assertThat(run.rows()).allSatisfy(row -> {
            assertThat((Integer) row.get("turns")).isGreaterThanOrEqualTo(2);
            assertThat(((Spread) row.get("throughput %")).median()).isPositive();
            if (row.get("sampled").equals("none")) {
                assertThat((Double) row.get("samples a turn")).isZero();
            } else {
                assertThat((Double) row.get("samples a turn")).isPositive();
            }
        });
    }
}
