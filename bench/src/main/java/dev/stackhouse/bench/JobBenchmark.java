package dev.stackhouse.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.bench.fleet.FleetBatches;
import dev.stackhouse.broker.EmbeddedBroker;
import dev.stackhouse.process.ChildProcess;
import dev.stackhouse.proto.batch.v1.BatchDictionary;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.schema.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Batches a second through the job, pinned to one core, from a topic that is already full, more than an hour of 250 instances; Kafka and
 * ClickHouse run on the other cores. They can be slower than the job, so what counts is the CPU time of the job a batch. With
 * STACKHOUSE_BENCH_CORES=2 the job has two subtasks on two cores, which it shares with the others where there are no more. Beside it, in the same run, what one core does if it only parses the same batches and their dictionaries with generic protobuf.
 */
final class JobBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int INSTANCES = 250;
    private static final int WINDOWS = 400;
    /** Different contents; batches take them in turn. */
    private static final int BODIES = 500;

    /** Before these shares of the batches the job warms up, and after them it ends. */
    private static final double FROM = 0.5;

    private static final double TO = 0.9;
    private static final long LOOK_MILLIS = 250;

    private final int jobCores = Integer.parseInt(System.getenv().getOrDefault("STACKHOUSE_BENCH_CORES", "1"));

    @Override
    public String name() {
        return "job";
    }

    @Override
    public String description() {
        return "batches/s through the streaming job on one core, beside generic protobuf parsing alone";
    }

    @Override
    public Report run() throws Exception {
        Path data = Files.createTempDirectory("stackhouse-bench");
        Path root = Path.of(System.getProperty("stackhouse.root", "."));
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("kafka"), 0, PATIENCE);
                EmbeddedClickHouse engine = EmbeddedClickHouse.start(data.resolve("clickhouse"), 0, PATIENCE)) {
            Migrations.apply(engine.address());
            keepEverything(broker.bootstrapServers());
            Report report = new Report(name());
            fill(broker.bootstrapServers(), report);
            int cores = Runtime.getRuntime().availableProcessors();
            int first = Math.max(0, cores - jobCores);
            String others = first > 0 ? "0-" + (first - 1) : "0-" + (cores - 1);
            pin(broker.pid(), others);
            pin(engine.pid(), others);
            report.add("cores of the job", (long) jobCores);
            try (ChildProcess job =
                    start(root, data, broker.bootstrapServers(), engine.address(), first + "-" + (cores - 1))) {
                measure(new StoreSql(engine.address()), job, engine.pid(), report);
            }
            return report;
        } finally {
            TemporaryFiles.delete(data);
        }
    }

    /** The local broker's topics forget the oldest batches; here the topic is larger than that. */
    private static void keepEverything(String bootstrapServers) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "stackhouse.batches");
        AlterConfigOp forever = new AlterConfigOp(new ConfigEntry("retention.bytes", "-1"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(forever))).all().get();
        }
    }

    private static void fill(String bootstrapServers, Report report) throws InvalidProtocolBufferException {
        long width = FleetBatches.WINDOW_MILLIS;
        long startMillis = (System.currentTimeMillis() / width - WINDOWS) * width;
        PreparedBatches batches = new PreparedBatches(BODIES, startMillis);
        try (BatchTopic topic = new BatchTopic(bootstrapServers)) {
            for (int window = 0; window < WINDOWS; window++) {
                for (int instance = 0; instance < INSTANCES; instance++) {
                    topic.publish(
                            PreparedBatches.id(instance),
                            batches.batch(instance, window + 1L, startMillis + window * width));
                }
            }
        }
        report.add("batches", (long) INSTANCES * WINDOWS);
        batches.addTo(report);
        report.add("batches/s a core, generic parsing alone", parseRate(batches.bodies()));
    }

    /** Median of several rounds. */
    private static double parseRate(List<byte[]> messages) {
        double[] rates = new double[9];
        long sink = 0;
        for (int round = -3; round < rates.length; round++) {
            long before = System.nanoTime();
            for (byte[] message : messages) {
                try {
                    StackBatch batch = StackBatch.parseFrom(message);
                    byte[] dictionary = batch.getDictionary().toByteArray();
                    sink += batch.getSamplesCount()
                            + BatchDictionary.parseFrom(DictionaryCodec.decompress(dictionary, 0, dictionary.length))
                                    .getStackDepthsCount();
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException(e);
                }
            }
            if (round >= 0) {
                rates[round] = messages.size() / ((System.nanoTime() - before) / 1e9);
            }
        }
        if (sink == 0) {
            throw new IllegalStateException("nothing was parsed");
        }
        return Quantiles.of(rates).at(0.5);
    }

    private static double cpuSeconds(long processId) {
        return ProcessHandle.of(processId)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow()
                        .toMillis()
                / 1e3;
    }

    private static void pin(long processId, String cores) throws Exception {
        Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", cores, Long.toString(processId))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IllegalStateException("taskset (of util-linux) could not pin process " + processId);
        }
    }

    private ChildProcess start(Path root, Path data, String bootstrapServers, StoreAddress store, String cores) {
        Path target = root.resolve("streamer/target");
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cores));
        command.addAll(ChildProcess.javaCommand(
                List.of("-Xmx256m", "-XX:+UseSerialGC"),
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                "dev.stackhouse.streamer.local.LocalStreamer",
                List.of(
                        "--state-dir",
                        data.resolve("streamer").toString(),
                        "--parallelism",
                        Integer.toString(jobCores))));
        return ChildProcess.start(
                "Streamer", command, store.variables(Map.of("STACKHOUSE_BOOTSTRAP_SERVERS", bootstrapServers)));
    }

    /** Follows the batches that have been committed; their ledger rows tell. */
    private static void measure(StoreSql sql, ChildProcess job, long enginePid, Report report) throws Exception {
        double count = (double) INSTANCES * WINDOWS;
        long fromNanos = 0;
        double fromCpuSeconds = 0;
        double fromEngineSeconds = 0;
        double fromBatches = 0;
        double batches = 0;
        long startNanos = System.nanoTime();
        long deadlineNanos = startNanos + Duration.ofMinutes(10).toNanos();
        long nowNanos = startNanos;
        while (batches < TO * count) {
            if (nowNanos > deadlineNanos || !job.isAlive()) {
                throw new IllegalStateException(
                        "only " + batches + " of " + count + " batches; " + job.lastErrorLines());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            double before = batches;
            batches = sql.number("SELECT count() FROM ledger");
            nowNanos = System.nanoTime();
            // Counting starts and ends at a commit, when the number steps up.
            if (fromNanos == 0 && before < batches && batches >= FROM * count) {
                fromNanos = nowNanos;
                fromBatches = batches;
                fromCpuSeconds = cpuSeconds(job.pid());
                fromEngineSeconds = cpuSeconds(enginePid);
            }
        }
        double rate = (batches - fromBatches) / ((nowNanos - fromNanos) / 1e9);
        double jobMillis = 1e3 * (cpuSeconds(job.pid()) - fromCpuSeconds) / (batches - fromBatches);
        report.add("seconds for the first 90 %, from the start of the process", (nowNanos - startNanos) / 1e9)
                .add("batches/s through the job, Kafka and ClickHouse", rate)
                .add("ms of CPU a batch, all of the job's process", jobMillis)
                .add("batches a second of the job's CPU", 1e3 / jobMillis)
                .add(
                        "ms of ClickHouse's CPU a batch",
                        1e3 * (cpuSeconds(enginePid) - fromEngineSeconds) / (batches - fromBatches))
                .add("stack rows/s, likewise", rate * sql.number("SELECT sum(length(slots)) FROM samples") / batches);
    }
}
