package dev.stackhouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.process.fault.Signals;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daemon, JVMs and a broker, each a process of its own; namespaces and users are real ones. */
class NodeTest {
    private static final int NOBODY = 65534;
    /** Until the test ends it, in seconds. */
    private static final int LONG = 600;

    private final List<AutoCloseable> started = new ArrayList<>();
    private Path directory;
    private Path program;
    private Path rules;
    private TestingKafka kafka;

    @BeforeEach
    void start() throws Exception {
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "stackhouse-node-test");
        program = TestedJvm.programIn(directory);
        // Of all the JVMs of this machine, the tests' own alone.
        rules = Files.writeString(
                directory.resolve("rules.yaml"),
                "rules:\n  - command: 'cp " + program + " '\n    set-labels: {team: shop}\ndefault: ignore\n");
        kafka = TestingKafka.start();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        kafka.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private RunningNode node(String... arguments) throws Exception {
        return node(List.of(), arguments);
    }

    private RunningNode node(List<String> before, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--config", rules.toString()));
        all.addAll(List.of(arguments));
        RunningNode node = RunningNode.start(
                before,
                System.getProperty("java.class.path"),
                directory,
                kafka.bootstrapServers(),
                all.toArray(String[]::new));
        started.add(node);
        return node;
    }

    private TestedJvm jvm(List<String> before, String service, double seconds, String... options) throws Exception {
        List<String> java = new ArrayList<>(List.of(TestedJvm.java()));
        java.addAll(List.of(options));
        TestedJvm jvm = TestedJvm.start(program, before, service, java, seconds);
        started.add(jvm);
        return jvm;
    }

    @Test
    void aJvmIsGoneOnWithAfterTheDaemonWasKilledAndItsLastIntervalIsPublishedWhenItEnds() throws Exception {
        TestedJvm shop = jvm(List.of(), "shop", LONG, "-Xlog:class+load:file=" + directory.resolve("classes.log"));
        RunningNode first = node();
        first.awaitMetric("batches_total", 1);
        first.kill();

        RunningNode second = node();
        second.awaitMetric("batches_total", 1);
        shop.terminate();
        second.awaitMetric("jvm_ends_total{how=\"in_order\"}", 1);
        second.await(() -> second.metric("waiting_batches") == 0, "nothing waits");
        second.stop();

        Published published = Published.of(kafka.bootstrapServers());
        assertThat(published.instances("shop")).as(second.output()).hasSize(1);
        List<StackBatch> batches = published.batches("shop");
        assertThat(batches.size()).isGreaterThanOrEqualTo(2);
        assertThat(published.numbers("shop"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, batches.size()).boxed().toList());
        assertThat(batches.stream().map(StackBatch::getLast).toList().indexOf(true))
                .isEqualTo(batches.size() - 1);
        for (int i = 1; i < batches.size(); i++) {
            // Intervals follow one another: a chunk begins where the one before it ended.
            assertThat(batches.get(i).getStartUnixMillis() - batches.get(i - 1).getEndUnixMillis())
                    .isLessThanOrEqualTo(1);
        }
        assertThat(batches).allSatisfy(batch -> assertThat(batch.getLabelsList())
                .anySatisfy(label -> assertThat(label.getValue()).isEqualTo("shop")));
        assertThat(published.samplesOf("shop", "pay")).isPositive();
        assertThat(shop.output()).isEmpty();
        assertThat(Files.readString(directory.resolve("classes.log"))).doesNotContain("stackhouse.collector", "kafka");
        assertThat(left(directory.resolve("state/targets"), ".target")).isEmpty();
    }

    @Test
    void jvmsOfOtherNamespacesAndUsersAreProfiledAsFarAsTheirFileSystemsAllow() throws Exception {
        assumeTrue(
                TestedJvm.mayUnshare(),
                "NOT TESTED: this user may not make namespaces (unshare) and become other users (setpriv)");
        jvm(TestedJvm.user(NOBODY), "other-user", LONG);
        jvm(TestedJvm.namespaces("mount -t tmpfs tmpfs /tmp"), "container", LONG);
        jvm(TestedJvm.namespaces("mount -t tmpfs -o noexec tmpfs /tmp"), "noexec", LONG);
        List<String> otherUserInside = new ArrayList<>(TestedJvm.namespaces("mount -t tmpfs tmpfs /tmp"));
        otherUserInside.addAll(TestedJvm.user(NOBODY));
        TestedJvm killed = jvm(otherUserInside, "container-of-other-user", LONG);
        List<String> others = TestedJvm.otherJdks();
        for (String java : others) {
            started.add(TestedJvm.start(
                    program,
                    TestedJvm.namespaces("mount -t tmpfs tmpfs /tmp"),
                    "jdk" + java.hashCode(),
                    List.of(java),
                    LONG));
        }
        int profiled = 4 + others.size();
        jvm(TestedJvm.namespaces("mount -t tmpfs -o ro tmpfs /tmp"), "read-only", LONG);
        TestedJvm noPlace = jvm(
                // Also the directory of the program, in which it works.
                TestedJvm.namespaces("mount -t tmpfs -o noexec tmpfs /tmp; mount -t tmpfs -o noexec tmpfs /dev/shm;"
                        + " mount --bind /var/tmp /var/tmp; mount -o remount,bind,noexec /var/tmp; cd " + program),
                "no-place",
                LONG);

        RunningNode node =
                node(List.of("setpriv", "--bounding-set", "-all," + RunningNode.CAPABILITIES), "--on-stop", "stop");
        node.awaitMetric("attaches_total", profiled);
        node.awaitOutput("its /tmp is read-only");
        node.awaitOutput("no directory of the JVM can hold");
        // A broker that has not answered yet would not be waited for.
        node.await(
                () -> Published.of(kafka.bootstrapServers()).services().size() == profiled, "batches of every service");
        node.stop();

        Published published = Published.of(kafka.bootstrapServers());
        assertThat(published.services())
                .as(node.output())
                .contains("other-user", "container", "noexec", "container-of-other-user")
                .hasSize(profiled);
        for (String service : published.services()) {
            assertThat(published.samplesOf(service, "pay")).as(service).isPositive();
            List<StackBatch> batches = published.batches(service);
            assertThat(batches.get(batches.size() - 1).getLast()).as(service).isTrue();
        }
        assertThat(killed.output()).isEmpty();
        assertThat(noPlace.output()).isEmpty();
    }

    @Test
    void whoIsToldNotToBeProfiledOrIsProfiledByOthersIsLeftAlone() throws Exception {
        Path library = libraryIn(directory);
        jvm(List.of("env", "STACKHOUSE_PROFILE=off"), "off", LONG);
        jvm(List.of(), "others", LONG, "-agentpath:" + library + "=start,event=cpu,file=" + directory.resolve("o.jfr"));
        TestedJvm deaf = jvm(List.of(), "deaf", LONG, "-XX:+DisableAttachMechanism");
        RunningNode node = node();

        node.awaitOutput("somebody else profiles it already");
        node.awaitOutput("it runs with -XX:+DisableAttachMechanism");
        assertThat(node.metric("attaches_total")).isZero();
        assertThat(deaf.output()).isEmpty();
        assertThat(node.metric("attach_failures_total{reason=\"NOT_PERMITTED\"}"))
                .isPositive();
    }

    @Test
    void aJvmThatDiesSoonAfterItWasAttachedToKeepsTheDaemonFromOthersLikeIt() throws Exception {
        RunningNode first = node();
        TestedJvm brief = jvm(List.of(), "brief", LONG);
        first.awaitMetric("attaches_total", 1);
        brief.terminate();
        first.awaitMetric("jvm_ends_total{how=\"in_order\"}", 1);
        TestedJvm doomed = jvm(List.of(), "doomed", LONG);
        first.awaitMetric("attaches_total", 2);
        assertThat(first.metric("breaker_open")).isZero();

        Signals.segfault(doomed.processId());
        first.awaitMetric("breaker_open", 1);
        first.awaitOutput("the circuit breaker opens");
        first.kill();
        RunningNode second = node();
        jvm(List.of(), "survivor", LONG);
        second.awaitOutput("the circuit breaker is open");
        assertThat(second.metric("attaches_total")).isZero();

        assertThat(breaker())
                .contains("doomed", Runtime.getRuntime().availableProcessors() > 2 ? "event=cpu" : "event=itimer");
        assertThat(breaker("--reset")).contains("forgotten: 1");
        jvm(List.of(), "next", LONG);
        second.awaitMetric("attaches_total", 1);
        assertThat(breaker()).contains("closed");
    }

    private String breaker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                TestedJvm.java(),
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                "breaker",
                "--state",
                directory.resolve("state").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void withoutPrivilegesJvmsOfTheSameUserAreProfiledAndNoOthers() throws Exception {
        assumeTrue(TestedJvm.mayUnshare(), "NOT TESTED: this user may not become another one (setpriv)");
        jvm(TestedJvm.user(NOBODY), "own", LONG);
        jvm(List.of(), "of-root", LONG);
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.setAttribute(home, "unix:uid", NOBODY);
        String classPath = TestedJvm.copied(System.getProperty("java.class.path"), directory.resolve("lib"));
        RunningNode node = RunningNode.start(
                TestedJvm.user(NOBODY), classPath, home, kafka.bootstrapServers(), "--config", rules.toString());
        started.add(node);

        node.awaitMetric("batches_total", 1);
        node.await(() -> node.metric("waiting_batches") == 0, "nothing waits");

        assertThat(node.metric("attaches_total")).isEqualTo(1);
        assertThat(Published.of(kafka.bootstrapServers()).services()).containsExactly("own");
    }

    private static Path libraryIn(Path directory) throws Exception {
        Path library = directory.resolve("profiler.so");
        try (var in = NodeTest.class.getResourceAsStream("/linux-x64/libasyncProfiler.so")) {
            Files.copy(in, library);
        }
        return library;
    }

    private static List<Path> left(Path directory, String name) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().contains(name)).toList();
        }
    }
}
