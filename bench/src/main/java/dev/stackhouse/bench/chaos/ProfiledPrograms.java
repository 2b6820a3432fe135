package dev.stackhouse.bench.chaos;

import dev.stackhouse.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JVMs under the real collector. For one thread. */
final class ProfiledPrograms implements AutoCloseable {
    static final String SERVICE = "profiled";

    /** In which it starts, on a busy machine, and takes samples. */
    private static final Duration LEAST_LIFE = Duration.ofSeconds(15);

    /** In which it also ends an interval, and has that on the disk at least. */
    private static final Duration LEAST_LIFE_OF_KILLED = Duration.ofSeconds(30);

    private final Path spool;
    private final Path log;
    private final String bootstrapServers;
    private final Random random;
    private final List<Program> programs = new ArrayList<>();
    private final Set<String> expected = new TreeSet<>();
    private @Nullable Program forgetful;
    private int started;
    private int forgotten;

    /** One that runs; its version is its own. */
    private record Program(Process process, String version, long startNanos) {
        /** Whether it has had the time to send something. */
        boolean isOlderThan(Duration age) {
            return System.nanoTime() - startNanos > age.toNanos();
        }
    }

    ProfiledPrograms(Path spool, Path log, String bootstrapServers, Random random) {
        this.spool = spool;
        this.log = log;
        this.bootstrapServers = bootstrapServers;
        this.random = random;
    }

    void start() throws IOException {
        programs.add(start(BusyProgram.class, "64m", ""));
    }

    private Program start(Class<?> program, String heap, String settings) throws IOException {
        Path root = Path.of(System.getProperty("stackhouse.root", "."));
        String version = Integer.toString(++started);
        Process process = new ProcessBuilder(ChildProcess.javaCommand(
                        List.of(
                                "-Xmx" + heap,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-javaagent:" + root.resolve("collector/target/stackhouse-collector.jar") + "=service="
                                        + SERVICE + ",labels.version=" + version + ",queue.bytes=1m,spool.dir="
                                        + spool + ",brokers=" + bootstrapServers + settings),
                        System.getProperty("java.class.path"),
                        program.getName(),
                        List.of()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new Program(process, version, System.nanoTime());
    }

    /** How many were started so far: each is an instance. */
    int started() {
        return started;
    }

    /**
     * Versions of those that have ended and must be in the books: all but those that died, or were ended, before they can have
     * taken and sent anything.
     */
    Set<String> expected() {
        return expected;
    }

    /** How often one was started that cannot remember what it takes while Kafka is away. */
    int forgotten() {
        return forgotten;
    }

    /** Starts one beside the others that takes more than it may keep, and returns once it is under way. */
    void startForgetful() throws IOException, InterruptedException {
        forgetful = start(DeepProgram.class, "256m", ",spool.bytes=1m,alloc.bytes=16k");
        forgotten++;
        TimeUnit.SECONDS.sleep(5);
    }

    void endForgetful() throws InterruptedException {
        if (forgetful != null) {
            end(forgetful);
            forgetful = null;
        }
    }

    /** One dies at once and another one is started. */
    void killOne() throws IOException, InterruptedException {
        Program killed = programs.remove(random.nextInt(programs.size()));
        killed.process.destroyForcibly().waitFor();
        if (killed.isOlderThan(LEAST_LIFE_OF_KILLED)) {
            expected.add(killed.version);
        }
        start();
    }

    /** One ends in order and another one is started, as in a deploy. */
    void replaceOne() throws IOException, InterruptedException {
        Program old = programs.remove(random.nextInt(programs.size()));
        start();
        end(old);
    }

    /** Ends all in order; the last one to come sends what the killed ones left. */
    void endAll() throws IOException, InterruptedException {
        for (Program program : List.copyOf(programs)) {
            end(program);
        }
        programs.clear();
        for (int i = 0; i < 20 && spooled() > 0; i++) {
            start();
            TimeUnit.SECONDS.sleep(5);
            end(programs.remove(0));
        }
        if (spooled() > 0) {
            throw new IllegalStateException(spooled() + " batches are still in the spool; see programs.log");
        }
    }

    private void end(Program program) throws InterruptedException {
        program.process.destroy();
        if (!program.process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a profiled program did not end");
        }
        if (program.isOlderThan(LEAST_LIFE)) {
            expected.add(program.version);
        }
    }

    private long spooled() throws IOException {
        try (Stream<Path> files = Files.walk(spool)) {
            return files.filter(file -> file.toString().endsWith(".batch")).count();
        }
    }

    @Override
    public void close() {
        programs.forEach(program -> program.process.destroyForcibly());
        if (forgetful != null) {
            forgetful.process.destroyForcibly();
        }
    }
}
