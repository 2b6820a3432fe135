package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that has no memory left for a while, and so none for the collector. */
class HungryAgentTest {
    @TempDir
    private Path temporary;

    @Test
    void theCollectorOutlivesIt() throws Exception {
        try (TestingKafka kafka = TestingKafka.start()) {
            String arguments = "spool.dir=" + temporary.resolve("spool") + ",brokers=" + kafka.bootstrapServers();
            long startMillis = System.currentTimeMillis();
            ProfiledProgram hungry = ProfiledProgram.run(HungryProgram.class, 12, "service=hungry," + arguments);
            long endMillis = System.currentTimeMillis();
            // Sends what the other one could not.
            ProfiledProgram next = ProfiledProgram.run(1, "service=next," + arguments);

            assertThat(hungry.output()).contains("ended=");
            assertThat(next.status()).isZero();
            List<StackBatch> batches = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(kafka.bootstrapServers())) {
                StackBatch batch = StackBatch.parseFrom(record.value());
                if (batch.getService().equals("hungry")
                        && batches.stream().noneMatch(known -> known.getSequence() == batch.getSequence())) {
                    batches.add(batch);
                }
            }
            // That of the start, those of the loop when there was memory again, and the last.
            assertThat(batches).as(hungry.output()).hasSizeGreaterThanOrEqualTo(3);
            for (int i = 0; i < batches.size(); i++) {
                StackBatch batch = batches.get(i);
                assertThat(batch.getSequence()).isEqualTo(i + 1);
                assertThat(batch.getLast()).isEqualTo(i == batches.size() - 1);
                assertThat(taken(batch)).isEqualTo(stored(batch) + dropped(batch));
            }
            assertThat(batches.get(batches.size() - 1).getEndUnixMillis()).isBetween(startMillis + 24_000, endMillis);
        }
    }

    private static long stored(StackBatch batch) {
        return batch.getSamplesList().stream().mapToLong(Sample::getCount).sum();
    }

    private static long taken(StackBatch batch) {
        return batch.getLedger().getEventsList().stream()
                .mapToLong(EventLedger::getSamplesTaken)
                .sum();
    }

    private static long dropped(StackBatch batch) {
        return batch.getLedger().getEventsList().stream()
                .flatMap(events -> events.getDroppedList().stream())
                .mapToLong(DroppedSamples::getSamples)
                .sum();
    }
}
