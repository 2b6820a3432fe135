package dev.stackhouse.collector.publish;

import static dev.stackhouse.collector.publish.NumberedBatches.batch;
import static dev.stackhouse.collector.publish.NumberedBatches.drain;
import static dev.stackhouse.collector.publish.NumberedBatches.dropped;
import static dev.stackhouse.collector.publish.NumberedBatches.stored;
import static dev.stackhouse.collector.publish.NumberedBatches.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final String INSTANCE = "i-1";

    @Test
    void batchesLeaveInTheOrderOfTheirNumbersOnceTheyAreDelivered() throws Exception {
        BatchQueue queue = new BatchQueue(INSTANCE, 10_000, 0, null);
        queue.offer(batch(INSTANCE, 100, 1));
        queue.offer(batch(INSTANCE, 100, 2));

        assertThat(queue.awaitFirst(1)).isSameAs(queue.awaitFirst(1));
        assertThat(drain(queue)).extracting(StackBatch::getSequence).containsExactly(1L, 2L);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void theOldestGivesUpItsSamplesWhenMemoryIsFull() throws Exception {
        BatchQueue queue = new BatchQueue(INSTANCE, 2_500, 0, null);
        queue.offer(batch(INSTANCE, 1_000, 1));
        queue.offer(batch(INSTANCE, 1_000, 2));
        queue.offer(batch(INSTANCE, 1_000, 4));

        assertThat(queue.samplesInMemoryOnly()).isEqualTo(7);
        List<StackBatch> batches = drain(queue);
        assertThat(batches).extracting(StackBatch::getSequence).containsExactly(1L, 2L, 3L);
        assertThat(batches.get(0).getSamplesCount()).isZero();
        assertThat(batches.get(0).getLedger().getEvents(0).getDropped(0).getReason())
                .isEqualTo(DropReason.DROP_REASON_QUEUE_FULL);
        assertThat(stored(batches)).isEqualTo(6);
        assertThat(dropped(batches)).isEqualTo(1);
    }

    @Test
    void whatIsTakenStaysTrueHoweverLongKafkaIsAway() throws Exception {
        BatchQueue queue = new BatchQueue(INSTANCE, 100_000, 0, null);
        for (int i = 0; i < 1_000; i++) {
            queue.offer(batch(INSTANCE, 10_000, 3));
        }

        List<StackBatch> batches = drain(queue);
        assertThat(batches).hasSize(1_000);
        assertThat(taken(batches)).isEqualTo(3_000);
        assertThat(stored(batches) + dropped(batches)).isEqualTo(3_000);
        assertThat(stored(batches)).isPositive();
    }

    @Test
    void memoryIsBoundedEvenIfOnlyBooksAreLeft() throws Exception {
        BatchQueue queue = new BatchQueue(INSTANCE, 1_000, 0, null);
        for (int i = 0; i < 1_000; i++) {
            queue.offer(batch(INSTANCE, 100, 3));
        }

        List<StackBatch> batches = drain(queue);
        assertThat(batches.stream().mapToInt(StackBatch::getSerializedSize).sum())
                .isLessThanOrEqualTo(1_000);
        assertThat(batches.get(batches.size() - 1).getSequence()).isEqualTo(1_000);
    }

    @Test
    void whatKafkaRefusesIsDeclaredUnderItsNumber() throws Exception {
        BatchQueue queue = new BatchQueue(INSTANCE, 10_000, 0, null);
        queue.offer(batch(INSTANCE, 100, 5));
        WaitingBatch refused = queue.awaitFirst(1);
        assertThat(refused).isNotNull();

        queue.refused(refused);

        StackBatch declared = drain(queue).get(0);
        assertThat(declared.getSequence()).isEqualTo(1);
        assertThat(declared.getLedger().getEvents(0).getDropped(0).getReason())
                .isEqualTo(DropReason.DROP_REASON_REFUSED);
        assertThat(declared.getLedger().getEvents(0).getDropped(0).getSamples()).isEqualTo(5);
    }
}
