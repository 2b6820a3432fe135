package dev.stackhouse.bench.chaos;

import dev.stackhouse.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** JVMs under the real collector. For one thread. */
final class ProfiledPrograms implements AutoCloseable {
    static final String SERVICE = "profiled";

    private final Path spool;
    private final Path log;
    private final String bootstrapServers;
    private final Random random;
    private final List<Process> programs = new ArrayList<>();
    private int started;

    ProfiledPrograms(Path spool, Path log, String bootstrapServers, Random random) {
        this.spool = spool;
        this.log = log;
        this.bootstrapServers = bootstrapServers;
        this.random = random;
    }

    void start() throws IOException {
        Path root = Path.of(System.getProperty("stackhouse.root", "."));
        started++;
        programs.add(new ProcessBuilder(ChildProcess.javaCommand(
                        List.of(
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-javaagent:" + root.resolve("collector/target/stackhouse-collector.jar") + "=service="
                                        + SERVICE + ",labels.version=" + started + ",queue.bytes=1m,spool.dir="
                                        + spool + ",brokers=" + bootstrapServers),
                        System.getProperty("java.class.path"),
                        BusyProgram.class.getName(),
                        List.of()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    /** How many were started so far: each is an instance. */
    int started() {
        return started;
    }

    long any() {
        return programs.get(random.nextInt(programs.size())).pid();
    }

    /** One dies at once and another one is started. */
    void killOne() throws IOException, InterruptedException {
        programs.remove(random.nextInt(programs.size())).destroyForcibly().waitFor();
        start();
    }

    /** One ends in order and another one is started, as in a deploy. */
    void replaceOne() throws IOException, InterruptedException {
        Process old = programs.remove(random.nextInt(programs.size()));
        start();
        end(old);
    }

    /** Ends all in order; the last one to come sends what the killed ones left. */
    void endAll() throws IOException, InterruptedException {
        for (Process program : List.copyOf(programs)) {
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

    private static void end(Process program) throws InterruptedException {
        program.destroy();
        if (!program.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a profiled program did not end");
        }
    }

    private long spooled() throws IOException {
        try (Stream<Path> files = Files.walk(spool)) {
            return files.filter(file -> file.toString().endsWith(".batch")).count();
        }
    }

    @Override
    public void close() {
        programs.forEach(Process::destroyForcibly);
    }
}
