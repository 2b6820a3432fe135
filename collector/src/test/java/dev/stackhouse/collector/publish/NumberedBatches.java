package dev.stackhouse.collector.publish;

import dev.stackhouse.collector.batch.Books;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Batches of a given size and number of samples, and what is in them. */
final class NumberedBatches {
    private NumberedBatches() {}

    /** A batch of about so many bytes, which do not compress. */
    static UnsentBatch batch(String instance, int bytes, long samples) {
        byte[] noise = new byte[bytes / 2];
        new Random(samples).nextBytes(noise);
        StringBuilder text = new StringBuilder();
        for (byte b : noise) {
            text.append((char) (33 + (b & 0xFF) % 90));
        }
        StackBatch.Builder body = StackBatch.newBuilder()
                .setFormatVersion(1)
                .setService("checkout")
                .setInstanceId(instance)
                .setStartUnixMillis(1)
                .setEndUnixMillis(2)
                .addStrings("")
                .addStrings(text + "x".repeat(bytes - noise.length));
        body.addSamples(Sample.newBuilder().setEvent(EventType.EVENT_TYPE_CPU).setCount(samples));
        Books books = new Books();
        books.keep(EventType.EVENT_TYPE_CPU, samples);
        return new UnsentBatch(body.build().toByteArray(), books, false);
    }

    /** Takes everything out of a queue. */
    static List<StackBatch> drain(BatchQueue queue) throws Exception {
        List<StackBatch> drained = new ArrayList<>();
        for (WaitingBatch next = queue.awaitFirst(1); next != null; next = queue.awaitFirst(1)) {
            byte[] message = queue.message(next);
            if (message != null) {
                drained.add(StackBatch.parseFrom(message));
                queue.delivered(next);
            }
        }
        return drained;
    }

    static long stored(List<StackBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.getSamplesList().stream())
                .mapToLong(Sample::getCount)
                .sum();
    }

    static long taken(List<StackBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.getLedger().getEventsList().stream())
                .mapToLong(EventLedger::getSamplesTaken)
                .sum();
    }

    static long dropped(List<StackBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.getLedger().getEventsList().stream())
                .flatMap(events -> events.getDroppedList().stream())
                .mapToLong(DroppedSamples::getSamples)
                .sum();
    }
}
