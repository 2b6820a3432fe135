package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent in every Java runtime that this machine has. */
class EveryJdkAgentTest {
    @TempDir
    private static Path classes;

    private static TestingKafka kafka;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        kafka = TestingKafka.start();
        TestingJdks.compile(Workload.class, classes);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @ParameterizedTest
    @MethodSource("dev.stackhouse.collector.TestingJdks#found")
    void profilesTheProgramAndLetsItEnd(Path java) throws Exception {
        String service = "on-" + java.toString().replaceAll("\\W+", "-");

        Path output = directory.resolve(service);
        Process program = new ProcessBuilder(
                        java.toString(),
                        "-Xmx96m",
                        "-javaagent:" + ProfiledProgram.agentJar() + "=service=" + service + ",brokers="
                                + kafka.bootstrapServers(),
                        "-cp",
                        classes.toString(),
                        Workload.class.getName(),
                        "600")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            while (!Files.readString(output).contains("publishing to Kafka") && program.isAlive()) {
                Thread.sleep(50);
            }
            Thread.sleep(3_000);
            program.destroy();
            program.waitFor();
        } finally {
            program.destroyForcibly();
        }

        String said = Files.readString(output);
        assertThat(said).contains("publishing to Kafka").doesNotContain("Exception", "\tat ");
        List<StackBatch> batches = batchesOf(service);
        assertThat(batches).as(said).hasSizeGreaterThanOrEqualTo(2);
        assertThat(batches.get(batches.size() - 1).getLast()).isTrue();
        assertThat(batches.stream().flatMap(batch -> batch.getSamplesList().stream()))
                .anyMatch(sample -> sample.getEvent() == EventType.EVENT_TYPE_CPU)
                .anyMatch(sample -> sample.getEvent() == EventType.EVENT_TYPE_LOCK);
        List<String> methods = new ArrayList<>();
        for (StackBatch batch : batches) {
            methods.addAll(DictionaryCodec.open(batch).strings());
        }
        assertThat(methods).contains("burnOneQuarter", "burnThreeQuarters");
    }

    private static List<StackBatch> batchesOf(String service) throws Exception {
        List<StackBatch> batches = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(kafka.bootstrapServers())) {
            StackBatch batch = StackBatch.parseFrom(record.value());
            if (batch.getService().equals(service)) {
                batches.add(batch);
            }
        }
        return batches;
    }
}
