package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent comes to a running JVM, and leaves it; more often with {@code -Dstackhouse.test.cycles=1000}. */
class AttachedAgentTest {
    private static final int CYCLES = Integer.getInteger("stackhouse.test.cycles", 30);

    @TempDir
    private Path directory;

    @Test
    void itLeavesNothingBehindHoweverOftenItComesAndGoes() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (TestingKafka kafka = TestingKafka.start();
                AttachedProgram program = AttachedProgram.start(temporary)) {
            String settings = "service=workload,brokers=" + kafka.bootstrapServers();
            // What the JVM itself needs to be attached to stays: a thread, a socket, the agent's jar.
            cycle(program, settings);
            int openFiles = program.openFiles();
            int threads = program.threads().size();
            for (int i = 1; i < CYCLES; i++) {
                cycle(program, settings);
                if (i % 10 == 0) {
                    // A collection: the next one does not find the loader of the last one.
                    assertThat(program.liveObjects()).contains("java.lang.String");
                }
            }

            assertThat(program.isAlive()).isTrue();
            assertThat(program.openFiles()).isLessThanOrEqualTo(openFiles);
            assertThat(program.threads()).noneMatch(AttachedAgentTest::isOurs).hasSizeLessThanOrEqualTo(threads + 2);
            assertThat(program.profilers()).isEqualTo(1);
            assertThat(program.files()).isEmpty();
            assertThat(lastBatches(kafka)).hasSize(CYCLES).containsOnly(true);
            program.liveObjects();
            assertThat(program.liveObjects())
                    .doesNotContain("dev.stackhouse.collector.agent.CollectorLoader", "org.apache.kafka");
        }
    }

    private static void cycle(AttachedProgram program, String settings) throws Exception {
        assertThat(program.ask(settings)).startsWith("ok");
        assertThat(program.threads()).anyMatch(AttachedAgentTest::isOurs);
        assertThat(program.ask("detach")).startsWith("ok");
    }

    private static boolean isOurs(String thread) {
        return thread.startsWith("stackhouse") || thread.startsWith("kafka");
    }

    /** Of each instance, whether its last batch says so. */
    private static List<Boolean> lastBatches(TestingKafka kafka) throws Exception {
        Map<String, Boolean> last = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(kafka.bootstrapServers())) {
            StackBatch batch = StackBatch.parseFrom(record.value());
            last.put(batch.getInstanceId(), batch.getLast());
        }
        return new ArrayList<>(last.values());
    }

    @Test
    void whoComesSecondIsToldAndChangesNothing() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (AttachedProgram program = AttachedProgram.start(temporary)) {
            String settings = "service=workload,spool.bytes=off,brokers=127.0.0.1:1";
            List<String> first = program.ask(settings);
            List<String> second = program.ask("service=other,brokers=127.0.0.1:1");

            assertThat(first).startsWith("ok");
            assertThat(second).startsWith("failed");
            assertThat(second.get(1)).startsWith("it is profiled already").contains("of service workload");
            assertThat(program.ask("detach").get(1)).contains("of service workload");
            assertThat(program.ask("detach")).containsExactly("failed", "it is not profiled");
        }
    }

    @Test
    void labelsComeAndGoWithTheCollectorAndKeepNothingOfIt() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (TestingKafka kafka = TestingKafka.start();
                AttachedProgram program = AttachedProgram.start(temporary, LabellingProgram.class)) {
            String settings = "service=labelling,cpu.interval=1ms,brokers=" + kafka.bootstrapServers();
            for (int i = 1; i <= 2; i++) {
                assertThat(program.ask(settings)).startsWith("ok");
                awaitLines(program, 2 * i);
                // Of the scopes that are opened from now on there are samples.
                Thread.sleep(1_000);
                assertThat(program.ask("detach")).startsWith("ok");
                awaitLines(program, 2 * i + 1);
            }
            assertThat(lines(program)).containsExactly("runs", "labels", "ceases", "labels", "ceases");

            Map<String, List<StackBatch>> batches = new TreeMap<>();
            for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(kafka.bootstrapServers())) {
                StackBatch batch = StackBatch.parseFrom(record.value());
                batches.computeIfAbsent(batch.getInstanceId(), any -> new ArrayList<>())
                        .add(batch);
            }
            assertThat(batches).hasSize(2);
            for (List<StackBatch> ofInstance : batches.values()) {
                assertThat(LabelledStacks.labelsOfMethod(ofInstance).get("Pay")).contains("[endpoint=/pay]");
            }
            program.liveObjects();
            assertThat(program.liveObjects()).doesNotContain("agent.CollectorLoader", "ThreadScopes", "KafkaProducer ");
            // Its own, the library of labels that it uses, and the agent's entry.
            assertThat(program.classes())
                    .contains("dev.stackhouse.api.Stackhouse", "dev.stackhouse.collector.agent.Agent")
                    .noneMatch(AttachedAgentTest::isOfTheCollector);
        }
    }

    private static boolean isOfTheCollector(String type) {
        return type.matches("(dev\\.stackhouse|org\\.apache\\.kafka|com\\.github\\.luben|one)\\..*")
                // Part of async-profiler's native library, which stays.
                && !type.equals("one.profiler.LockTracer")
                && !type.startsWith("dev.stackhouse.api.")
                && !type.startsWith("dev.stackhouse.collector.agent.")
                && !type.equals(LabellingProgram.class.getName());
    }

    /** What the program itself printed. */
    private static List<String> lines(AttachedProgram program) throws Exception {
        return program.output()
                .lines()
                .filter(line -> !line.startsWith("stackhouse:"))
                .toList();
    }

    private static void awaitLines(AttachedProgram program, int lines) throws Exception {
        while (lines(program).size() < lines) {
            assertThat(program.isAlive()).as(program.output()).isTrue();
            Thread.sleep(10);
        }
    }

    @Test
    void settingsThatCannotBeUsedAreNamedAndTheNextTryCanBeRight() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (AttachedProgram program = AttachedProgram.start(temporary)) {
            List<String> refused = program.ask("servce=x,cpu.interval=fast");

            assertThat(refused).startsWith("failed");
            assertThat(refused.get(1)).contains("unknown agent argument 'servce'", "'fast'");
            assertThat(program.ask("service=x,spool.bytes=off,brokers=127.0.0.1:1"))
                    .startsWith("ok");
            assertThat(program.ask("detach")).startsWith("ok");
        }
    }
}
