package dev.stackhouse.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.batch.Books;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventType;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    @Test
    void batchesLeaveInTheirOrder() throws Exception {
        BatchQueue queue = new BatchQueue(1_000);
        queue.offer(batch(100, 1));
        queue.offer(batch(100, 2));

        assertThat(queue.take().books().kept()).isEqualTo(1);
        assertThat(queue.take().books().kept()).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void theOldestGoesWhenItIsFullAndIsDeclaredOnce() throws Exception {
        BatchQueue queue = new BatchQueue(250);
        queue.offer(batch(100, 1));
        queue.offer(batch(100, 2));
        queue.offer(batch(100, 4));

        assertThat(queue.undeliveredSamples()).isEqualTo(7);
        assertThat(queue.take().books().kept()).isEqualTo(2);
        assertThat(queue.takeDropped().toLedger().getEvents(0).getDroppedList())
                .containsExactly(DroppedSamples.newBuilder()
                        .setReason(DropReason.DROP_REASON_QUEUE_FULL)
                        .setSamples(1)
                        .build());
        assertThat(queue.takeDropped().dropped()).isZero();
    }

    @Test
    void memoryIsBoundedHoweverLongKafkaIsAway() throws Exception {
        BatchQueue queue = new BatchQueue(1_000);
        for (int i = 0; i < 10_000; i++) {
            queue.offer(batch(100, 1));
        }

        int waiting = 0;
        while (!queue.isEmpty()) {
            queue.take();
            waiting++;
        }
        assertThat(waiting).isEqualTo(10);
        assertThat(queue.takeDropped().dropped()).isEqualTo(9_990);
    }

    private static UnsentBatch batch(int bytes, long samples) {
        Books books = new Books();
        books.keep(EventType.EVENT_TYPE_CPU, samples);
        return new UnsentBatch(new byte[bytes], books);
    }
}
