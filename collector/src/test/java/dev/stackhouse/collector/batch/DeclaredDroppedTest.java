package dev.stackhouse.collector.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import org.junit.jupiter.api.Test;

class DeclaredDroppedTest {
    @Test
    void takesAsMuchUnderTheSameNumberAndStoresNothing() throws Exception {
        Books books = new Books();
        books.keep(EventType.EVENT_TYPE_CPU, 10);
        books.drop(EventType.EVENT_TYPE_CPU, DropReason.DROP_REASON_TOO_LARGE, 1);
        StackBatch content = StackBatch.newBuilder()
                .setInstanceId("i-1")
                .setStackIds(ByteString.copyFromUtf8("sixteen bytes id"))
                .setDictionary(ByteString.copyFromUtf8("compressed"))
                .addSamples(Sample.newBuilder().setCount(10))
                .build();

        StackBatch dropped = StackBatch.parseFrom(DeclaredDropped.of(
                new UnsentBatch(content.toByteArray(), books, true).numbered(7), DropReason.DROP_REASON_QUEUE_FULL));

        assertThat(dropped.getSequence()).isEqualTo(7);
        assertThat(dropped.getInstanceId()).isEqualTo("i-1");
        assertThat(dropped.getLast()).isTrue();
        assertThat(dropped.getSamplesCount()
                        + dropped.getStackIds().size()
                        + dropped.getDictionary().size())
                .isZero();
        assertThat(dropped.getLedger().getEventsList())
                .containsExactly(EventLedger.newBuilder()
                        .setEvent(EventType.EVENT_TYPE_CPU)
                        .setSamplesTaken(11)
                        .addDropped(entry(DropReason.DROP_REASON_TOO_LARGE, 1))
                        .addDropped(entry(DropReason.DROP_REASON_QUEUE_FULL, 10))
                        .build());
    }

    private static DroppedSamples entry(DropReason reason, long samples) {
        return DroppedSamples.newBuilder().setReason(reason).setSamples(samples).build();
    }
}
