package dev.stackhouse.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A round of one pause: the entry runs, whatever its figures. */
class OverheadRunTest {
    private static final Path ROOT = Path.of(System.getProperty("stackhouse.root"));

    @TempDir
    private Path directory;

    @Test
    void hasARowForEveryProgramAndProfilerAndOneForNoDifference() throws Exception {
        OverheadRun run = new OverheadRun(ROOT, directory, options("orders", "cpu 99 Hz"));

        run.run();

        assertThat(run.complaints()).isEmpty();
        assertThat(run.rows()).extracting(row -> row.get("profiler")).containsExactly("none", "cpu 99 Hz");
        assertThat(run.rows()).allSatisfy(row -> {
            assertThat(row.get("program")).isEqualTo("orders");
            assertThat(((Spread) row.get("throughput %")).median()).isPositive();
            assertThat(((Spread) row.get("work a CPU second %")).median()).isPositive();
            assertThat(row.get("start-up +ms")).isInstanceOf(Spread.class);
        });
        assertThat(run.rows().subList(1, 2)).allSatisfy(row -> {
            assertThat(((Spread) row.get("classes +")).median()).isPositive();
            assertThat(((Spread) row.get("threads +")).median()).isPositive();
            assertThat((Double) row.get("jar MB")).isPositive();
        });
    }

    @Test
    void namesWhatThereIsWhereSomethingElseIsWanted() {
        assertThatThrownBy(() -> new OverheadRun(ROOT, directory, options("tetris", "")).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders");
    }

    private static OverheadOptions options(String workloads, String profilers) {
        return OverheadOptions.of(Map.of(
                "STACKHOUSE_BENCH_WORKLOADS", workloads,
                "STACKHOUSE_BENCH_PROFILERS", profilers,
                "STACKHOUSE_BENCH_JDKS", System.getProperty("java.home"),
                "STACKHOUSE_BENCH_ROUNDS", "1",
                "STACKHOUSE_BENCH_STARTS", "1",
                "STACKHOUSE_BENCH_WARM_UP_SECONDS", "6",
                "STACKHOUSE_BENCH_PAUSES", "1"));
    }
}
