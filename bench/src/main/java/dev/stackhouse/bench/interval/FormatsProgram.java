package dev.stackhouse.bench.interval;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import one.profiler.AsyncProfiler;
import one.profiler.Counter;

/**
 * Samples {@link DeepService} in its own JVM for intervals of ten seconds, and gets each out of async-profiler in another format: prints a line
 * of format, CPU milliseconds of that, bytes, bytes gzip'ed, samples.
 */
public final class FormatsProgram {
    private static final String EVENT = "event=cpu,interval=10101us,jstackdepth=1024";
    private static final long INTERVAL_SECONDS = 10;

    private FormatsProgram() {}

    /** Gets what was sampled out of async-profiler. */
    private interface Dump {
        byte[] bytes() throws IOException;
    }

    /**
     * Runs it.
     *
     * @param args a directory, and how often each format
     */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        DeepService.start(DeepCode.compile(directory));
        TimeUnit.SECONDS.sleep(INTERVAL_SECONDS);
        AsyncProfiler profiler = AsyncProfiler.getInstance();
        Path file = directory.resolve("formats.jfr");
        for (int round = 0; round < Integer.parseInt(args[1]); round++) {
            measure(profiler, "jfr", "start,jfr,jfropts=31," + EVENT + ",file=" + file, () -> {
                profiler.execute("dump,jfr,file=" + file);
                return Jfr.chunks(Files.readAllBytes(file)).get(0);
            });
            // What a collapsed line can say: the thread, lines of the source, how a frame was compiled.
            measure(profiler, "collapsed", "start,threads," + EVENT, () -> profiler.execute(
                            "dump,collapsed,threads,lines,ann")
                    .getBytes(StandardCharsets.UTF_8));
            measure(profiler, "otlp", "start,threads," + EVENT, () -> profiler.dumpOtlp(Counter.SAMPLES));
        }
        System.exit(0);
    }

    private static void measure(AsyncProfiler profiler, String format, String start, Dump dump) throws Exception {
        profiler.execute(start);
        TimeUnit.SECONDS.sleep(INTERVAL_SECONDS);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        byte[] bytes = dump.bytes();
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        long samples = profiler.getSamples();
        profiler.stop();
        System.out.printf(
                Locale.ROOT, "%s %.3f %d %d %d%n", format, nanos / 1e6, bytes.length, Jfr.gzippedBytes(bytes), samples);
    }
}
