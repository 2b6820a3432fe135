package dev.stackhouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.process.fault.Signals;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many JVMs that live for seconds, each with a /tmp of its own in which everything is found that was left. */
class ComingAndGoingTest {
    private static final int WAVES = 2;
    private static final int JVMS_A_WAVE = 20;
    private static final int AT_A_TIME = 6;
    /** More than the daemon has threads to wait for any one of them. */
    private static final int DEAF = 6;

    private static final double LONG_SECONDS = 600;

    private final Random random = new Random(42);
    private final List<AutoCloseable> started = new ArrayList<>();
    private final List<TestedJvm> jvms = new ArrayList<>();
    private Path directory;
    private Path program;
    private TestingKafka kafka;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(TestedJvm.mayUnshare(), "NOT TESTED: this user may not make namespaces (unshare)");
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "stackhouse-node-test");
        program = TestedJvm.programIn(directory);
        Files.writeString(
                directory.resolve("rules.yaml"), "rules:\n  - command: 'cp " + program + " '\ndefault: ignore\n");
        kafka = TestingKafka.start();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        if (kafka != null) {
            kafka.close();
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /** One with options of its own: of a JVM that is killed early, others like it would not be profiled any more. */
    private TestedJvm jvm(String service, double seconds) throws Exception {
        Path temporary = Files.createDirectories(directory.resolve("tmp").resolve(Integer.toString(jvms.size())));
        List<String> before = new ArrayList<>(
                List.of("env", "STACKHOUSE_CPU_INTERVAL=" + (10_000 + jvms.size()) + "us", "TMPDIR=/tmp"));
        before.addAll(TestedJvm.namespaces("mount --bind " + temporary + " /tmp"));
        TestedJvm jvm = TestedJvm.start(
                program, before, service, List.of(TestedJvm.java(), "-XX:TieredStopAtLevel=1"), seconds);
        started.add(jvm);
        jvms.add(jvm);
        return jvm;
    }

    @Test
    void nothingIsLeftOfJvmsThatComeAndGoAndNoneWaitsForThoseThatDoNotAnswer() throws Exception {
        RunningNode node = RunningNode.start(
                List.of(),
                System.getProperty("java.class.path"),
                directory,
                kafka.bootstrapServers(),
                "--config",
                directory.resolve("rules.yaml").toString());
        started.add(node);
        wave(node);
        long files = openFiles(node);
        for (int wave = 1; wave < WAVES; wave++) {
            wave(node);
        }

        node.await(() -> openFiles(node) <= files, "no open files of JVMs that have ended");
        node.await(() -> node.metric("waiting_batches") == 0, "nothing waits");
        assertThat(threads(node)).isLessThanOrEqualTo(3 * 4);
        assertThat(left()).as(node.output()).isEmpty();
        assertThat(node.metric("attaches_total")).isPositive();
        assertThat(node.metric("jvm_ends_total{how=\"in_order\"}")).isPositive();
        assertThat(node.metric("failures_total{reason=\"unexpected\"}")).isZero();
        assertThat(node.output()).doesNotContain("unexpected failure");
        Published published = Published.of(kafka.bootstrapServers());
        assertThat(published.services()).isNotEmpty();
        for (String service : published.services()) {
            assertThat(published.batches(service)).as(service).allMatch(Published::balances);
            assertThat(published.numbers(service))
                    .as(service)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, published.batches(service).size())
                                    .boxed()
                                    .toList());
        }
    }

    /** JVMs that end by themselves or are killed, while others stand still from before they are found. */
    private void wave(RunningNode node) throws Exception {
        List<TestedJvm> deaf = new ArrayList<>();
        for (int i = 0; i < DEAF; i++) {
            TestedJvm jvm = jvm("deaf", LONG_SECONDS);
            node.await(() -> isRunning(jvm), "a JVM that runs");
            Signals.freeze(jvm.processId());
            deaf.add(jvm);
        }
        String endingService = "ending-" + jvms.size();
        TestedJvm ending = jvm(endingService, LONG_SECONDS);
        String killedService = "killed-" + jvms.size();
        TestedJvm killed = jvm(killedService, LONG_SECONDS);
        Deque<TestedJvm> brief = new ArrayDeque<>();
        for (int i = 0; i < JVMS_A_WAVE; i++) {
            brief.add(jvm("brief-" + jvms.size(), 1 + random.nextInt(6)));
            TimeUnit.MILLISECONDS.sleep(random.nextInt(700));
            while (brief.stream().filter(TestedJvm::isAlive).count() >= AT_A_TIME) {
                TestedJvm victim = brief.removeFirst();
                if (random.nextBoolean()) {
                    victim.close();
                } else {
                    victim.terminate();
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        node.await(() -> isSampled(endingService) && isSampled(killedService), "samples of those that answer");
        assertThat(left()).anyMatch(file -> file.contains(".java_pid"));
        for (TestedJvm each : brief) {
            each.close();
        }
        for (TestedJvm each : deaf) {
            each.close();
        }
        assertThat(ending.output() + killed.output()).isEmpty();
        ending.terminate();
        killed.close();
        node.await(() -> node.metric("jvms{state=\"profiled\"}") == 0 && left().isEmpty(), "nothing that is left");
    }

    private boolean isSampled(String service) throws Exception {
        return Published.of(kafka.bootstrapServers()).samplesOf(service, "pay") > 0;
    }

    /** It catches SIGQUIT, which would kill it before. */
    private static boolean isRunning(TestedJvm jvm) throws IOException {
        Path status = Path.of("/proc", Long.toString(jvm.processId()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readString(status)
                .lines()
                .filter(line -> line.startsWith("SigCgt:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << 2) != 0);
    }

    private List<String> left() throws IOException {
        List<String> left = new ArrayList<>();
        for (Path place : List.of(directory.resolve("tmp"), program, directory.resolve("state/targets"))) {
            for (Path file : below(place)) {
                String name = directory.relativize(file).toString();
                if (name.matches(".*(\\.java_pid|\\.attach_pid|stackhouse-node-|\\.target).*")) {
                    left.add(name);
                }
            }
        }
        return left;
    }

    /** All files and directories, but those that vanish while they are looked for. */
    private static List<Path> below(Path place) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                found.add(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
                if (error instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw error;
            }
        });
        return found;
    }

    /** Of the daemon: files and directories, but not its connections and jars. */
    private static long openFiles(RunningNode node) throws IOException {
        long open = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(node.processId()), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                open += target.startsWith("/") && !target.endsWith(".jar") && !target.endsWith("/modules") ? 1 : 0;
            }
        }
        return open;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static long threads(RunningNode node) throws IOException {
        long threads = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(node.processId()), "task"))) {
            for (Path task : tasks.toList()) {
                threads += Files.readString(task.resolve("comm")).startsWith("node-") ? 1 : 0;
            }
        }
        return threads;
    }
}
