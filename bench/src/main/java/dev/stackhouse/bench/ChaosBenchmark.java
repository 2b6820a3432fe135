package dev.stackhouse.bench;

import dev.stackhouse.bench.chaos.ChaosResult;
import dev.stackhouse.bench.chaos.ChaosRun;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Faults of every kind over a live fleet, and whether every sample is explained in the end. Environment: STACKHOUSE_BENCH_SEED
 * (of the clock), STACKHOUSE_BENCH_FAULTS (60).
 */
final class ChaosBenchmark implements Benchmark {
    private static final int SIMULATED = 20;
    private static final int LONGEST_PAUSE_MILLIS = 8_000;

    @Override
    public String name() {
        return "chaos";
    }

    @Override
    public String description() {
        return "faults of every kind over a live fleet: is every sample stored once or declared dropped?";
    }

    @Override
    public Report run() throws Exception {
        long seed = Long.parseLong(
                System.getenv().getOrDefault("STACKHOUSE_BENCH_SEED", Long.toString(System.currentTimeMillis())));
        int faults = Integer.parseInt(System.getenv().getOrDefault("STACKHOUSE_BENCH_FAULTS", "60"));
        System.out.println("seed " + seed);
        Path directory = Files.createTempDirectory("stackhouse-chaos");
        ChaosResult result = new ChaosRun(directory, seed, faults, SIMULATED, LONGEST_PAUSE_MILLIS).run();
        Report report = new Report(name()).add("seed", seed).add("instances", result.instances());
        report.add("faults", (long) faults);
        if (!result.impossible().isEmpty()) {
            report.add("faults that are impossible here", String.join(" ", result.impossible()));
        }
        result.faults().forEach((fault, times) -> report.add(fault, (long) times));
        report.add("batches made by simulated instances", result.batches())
                .add("samples taken", result.taken())
                .add("samples stored", result.stored())
                .add("samples declared dropped", result.dropped())
                .add("samples unexplained", result.unexplained())
                .add("samples duplicated", result.duplicates())
                .add("samples missing", result.missing())
                .add("batches missing", result.batchesMissing())
                .add("batches lost with killed JVMs, shown as gaps", result.batchesOfKilled())
                .add("samples given up by collectors, all declared", result.overflowed())
                .add("weight of simulated instances, difference", result.weightDifference())
                .add("profiled JVMs not in the books", result.absent())
                .add("longest recovery, s", result.longestRecovery().toMillis() / 1e3)
                .addComplaints(result.complaints());
        if (result.complaints().isEmpty()) {
            TemporaryFiles.delete(directory);
        } else {
            System.out.println("data and logs are left in " + directory);
        }
        return report;
    }
}
