package dev.stackhouse.bench;

import dev.stackhouse.bench.chaos.OutageRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** ClickHouse away for long. Environment: STACKHOUSE_BENCH_OUTAGE_SECONDS (600). */
final class OutageBenchmark implements Benchmark {
    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String description() {
        return "ClickHouse away for ten minutes: memory of the streamer meanwhile, time to catch up, the books";
    }

    @Override
    public Report run() throws Exception {
        long seconds = Long.parseLong(System.getenv().getOrDefault("STACKHOUSE_BENCH_OUTAGE_SECONDS", "600"));
        Path directory = Files.createTempDirectory("stackhouse-outage");
        OutageRun.Result result = new OutageRun(directory, Duration.ofSeconds(seconds)).run();
        Report report = new Report(name())
                .add("outage, s", result.outage().toSeconds())
                .add("batches made meanwhile", result.batchesMeanwhile())
                .add("restarts of the job meanwhile", result.restarts())
                .add("streamer RSS MB, before", result.residentBytesBefore() / 1e6)
                .add("streamer RSS MB, meanwhile", result.residentBytesMeanwhile() / 1e6)
                .add("streamer RSS MB, after", result.residentBytesAfter() / 1e6)
                .add("streamer heap MB, before", result.heapBytesBefore() / 1e6)
                .add("streamer heap MB, meanwhile", result.heapBytesMeanwhile() / 1e6)
                .add("streamer heap MB, after", result.heapBytesAfter() / 1e6)
                .add("seconds to catch up", result.catchingUp().toMillis() / 1e3)
                .add("samples taken", result.books().taken())
                .add("samples stored", result.books().stored())
                .add("samples unexplained", result.books().unexplained())
                .addComplaints(result.books().complaints());
        if (report.isFailed()) {
            System.out.println("data and logs are left in " + directory);
        } else {
            TemporaryFiles.delete(directory);
        }
        return report;
    }
}
