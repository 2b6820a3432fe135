package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that dies at once while Kafka is away, and another one after it. */
class KilledAgentTest {
    @TempDir
    private Path temporary;

    @Test
    void whatAKilledJvmHadRecordedIsPublishedByTheNextOne() throws Exception {
        try (TestingKafka kafka = TestingKafka.start()) {
            String arguments =
                    "service=workload,spool.dir=" + temporary.resolve("spool") + ",brokers=" + kafka.bootstrapServers();
            kafka.kill();
            Process killed = ProfiledProgram.start(120, arguments);
            try {
                while (spooled() < 2 && killed.isAlive()) {
                    Thread.sleep(100);
                }
            } finally {
                killed.destroyForcibly().waitFor();
            }
            kafka.restart();

            ProfiledProgram next = ProfiledProgram.run(3, arguments);

            assertThat(next.status()).isZero();
            Map<String, List<StackBatch>> byInstance = new TreeMap<>();
            for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(kafka.bootstrapServers())) {
                StackBatch batch = StackBatch.parseFrom(record.value());
                byInstance
                        .computeIfAbsent(batch.getInstanceId(), id -> new ArrayList<>())
                        .add(batch);
            }
            assertThat(byInstance).as(next.output()).hasSize(2);
            List<StackBatch> ofKilled = byInstance.values().stream()
                    .filter(batches -> batches.stream().noneMatch(StackBatch::getLast))
                    .findFirst()
                    .orElseThrow();
            assertThat(ofKilled).hasSizeGreaterThanOrEqualTo(2);
            // The other one ended in order.
            assertThat(byInstance.values().stream().flatMap(List::stream).filter(StackBatch::getLast))
                    .hasSize(1);
            for (int i = 0; i < ofKilled.size(); i++) {
                StackBatch batch = ofKilled.get(i);
                assertThat(batch.getSequence()).isEqualTo(i + 1);
                assertThat(batch.getLedger().getEventsList().stream()
                                .mapToLong(EventLedger::getSamplesTaken)
                                .sum())
                        .isGreaterThanOrEqualTo(batch.getSamplesList().stream()
                                .mapToLong(Sample::getCount)
                                .sum());
            }
            assertThat(ofKilled.get(1).getSamplesCount()).isPositive();
            try (Stream<Path> left = Files.walk(temporary.resolve("spool"))) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    private long spooled() throws Exception {
        if (!Files.isDirectory(temporary.resolve("spool"))) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(temporary.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".batch")).count();
        }
    }
}
