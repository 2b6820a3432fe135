package dev.stackhouse.bench.interval;

import dev.stackhouse.broker.EmbeddedBroker;
import dev.stackhouse.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs {@link DeepService} with the agent and a real broker, and without, and reads what the collector takes. */
public final class IntervalRun {
    private static final long INTERVAL_MILLIS = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The same heap in both, all of it resident, so that the difference of the two is what lies outside of it. */
    private static final String HEAP = "160m";

    private final Path directory;
    private final int intervals;

    /**
     * A run.
     *
     * @param directory that the caller deletes
     * @param intervals whole ones, after the first batch
     */
    public IntervalRun(Path directory, int intervals) {
        this.directory = directory;
        this.intervals = intervals;
    }

    /** CPU of one interval, and what was sent of it. */
    public record Interval(
            double collectorMillis,
            double publisherMillis,
            double kafkaMillis,
            long wireBytes,
            int chunkBytes,
            int gzippedBytes) {
        public double allMillis() {
            return collectorMillis + publisherMillis + kafkaMillis;
        }
    }

    /**
     * What was seen.
     *
     * @param first from the start of the JVM over the first batch, a second later
     */
    public record Result(Interval first, List<Interval> intervals, Memory with, Memory without) {}

    /** Of a process: resident, and the objects that are alive. */
    public record Memory(double residentMegabytes, double liveHeapMegabytes) {}

    public Result run() throws Exception {
        List<Map<String, Long>> cpu = new ArrayList<>();
        Memory with;
        List<byte[]> chunks;
        List<Long> sentBytes = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0, PATIENCE)) {
            Process service = start(broker.bootstrapServers());
            try {
                // In the middle between two cuts.
                TimeUnit.MILLISECONDS.sleep(
                        INTERVAL_MILLIS * 3 / 2 - Math.floorMod(System.currentTimeMillis(), INTERVAL_MILLIS));
                for (int i = 0; i <= intervals; i++) {
                    cpu.add(CollectorThreads.cpuNanos(service.pid()));
                    sentBytes.add(topicBytes());
                    if (i < intervals) {
                        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
                    }
                }
                chunks = Jfr.chunks(Files.readAllBytes(recording()));
                with = memory(service);
            } finally {
                service.destroyForcibly().waitFor();
            }
        }
        Process alone = start(null);
        Memory without;
        try {
            TimeUnit.MILLISECONDS.sleep((intervals + 1) * INTERVAL_MILLIS);
            without = memory(alone);
        } finally {
            alone.destroyForcibly().waitFor();
        }
        return result(cpu, chunks, sentBytes, with, without);
    }

    /** The batches that were there before the first look are the first interval's. */
    private static Result result(
            List<Map<String, Long>> cpu, List<byte[]> chunks, List<Long> sentBytes, Memory with, Memory without) {
        int before = chunks.size() - (cpu.size() - 1);
        List<Interval> intervals = new ArrayList<>();
        for (int i = 1; i < cpu.size(); i++) {
            intervals.add(interval(
                    cpu.get(i - 1), cpu.get(i), sentBytes.get(i) - sentBytes.get(i - 1), chunks.get(before + i - 1)));
        }
        return new Result(interval(Map.of(), cpu.get(0), sentBytes.get(0), chunks.get(0)), intervals, with, without);
    }

    private static Interval interval(Map<String, Long> from, Map<String, Long> to, long wireBytes, byte[] chunk) {
        return new Interval(
                millis(from, to, "stackhouse-coll"),
                millis(from, to, "stackhouse-publ"),
                millis(from, to, "kafka-producer-"),
                wireBytes,
                chunk.length,
                Jfr.gzippedBytes(chunk));
    }

    private static double millis(Map<String, Long> from, Map<String, Long> to, String thread) {
        return (to.getOrDefault(thread, 0L) - from.getOrDefault(thread, 0L)) / 1e6;
    }

    private Process start(@Nullable String bootstrapServers) throws IOException {
        List<String> options =
                new ArrayList<>(List.of("-Xms" + HEAP, "-Xmx" + HEAP, "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
        if (bootstrapServers != null) {
            Path root = Path.of(System.getProperty("stackhouse.root", "."));
            options.add("-javaagent:" + root.resolve("collector/target/stackhouse-collector.jar")
                    + "=service=deep,cpu.interval=10101us,alloc.bytes=off,lock.threshold=off,spool.dir="
                    + directory.resolve("spool") + ",brokers=" + bootstrapServers);
        }
        Path classes = Files.createTempDirectory(directory, "classes");
        return new ProcessBuilder(ChildProcess.javaCommand(
                        options,
                        System.getProperty("java.class.path"),
                        DeepService.class.getName(),
                        List.of(classes.toString())))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("service.log").toFile())
                .start();
    }

    private Path recording() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".jfr"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the broker has of batches, as they were sent: with what Kafka puts around them. */
    private long topicBytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("kafka"))) {
            return files.filter(file ->
                            file.toString().endsWith(".log") && file.toString().contains("/stackhouse.batches-"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** A histogram of the heap collects garbage first; its last line is "Total", objects, bytes. */
    private static Memory memory(Process process) throws IOException {
        String histogram = jcmd(process, "GC.class_histogram");
        // What the just-in-time compiler took and freed again is resident until then, and hides everything else.
        jcmd(process, "System.trim_native_heap");
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        return new Memory(
                number(status, "VmRSS:\\s+(\\d+) kB") / 1024, number(histogram, "Total\\s+\\d+\\s+(\\d+)") / (1 << 20));
    }

    private static String jcmd(Process process, String command) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
