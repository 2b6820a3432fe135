package dev.stackhouse.collector.batch;

import dev.stackhouse.collector.sampling.RecordedSample;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes batches of recordings: one each, or several where one would exceed the size bound, which holds before compression and
 * so all the more after it. Not thread-safe.
 */
public final class BatchBuilder {
    static final int MAX_BATCH_BYTES = 1_000_000;
    private static final int MAX_FRAMES = 2_048;

    private final InstanceIdentity identity;
    private final EventType firstEvent;
    private final int maxBytes;

    /**
     * @param firstEvent under which what was lost is declared when its event is not known
     */
    public BatchBuilder(InstanceIdentity identity, EventType firstEvent) {
        this(identity, firstEvent, MAX_BATCH_BYTES);
    }

    BatchBuilder(InstanceIdentity identity, EventType firstEvent, int maxBytes) {
        this.identity = identity;
        this.firstEvent = firstEvent;
        this.maxBytes = maxBytes;
    }

    /** At least one batch, so that a quiet interval is seen to be quiet. */
    public List<UnsentBatch> build(Recording recording) {
        List<UnsentBatch> batches = new ArrayList<>();
        StackBatch.Builder header = header(recording);
        int headerBytes = header.build().getSerializedSize();
        BatchContent content = new BatchContent();
        Books books = new Books();
        declareLost(recording, books);
        long firstWindow = Math.floorDiv(recording.startMillis(), Recording.WINDOW_MILLIS);
        for (RecordedSample sample : recording.samples()) {
            int index = (int) (sample.windowStartMillis() / Recording.WINDOW_MILLIS - firstWindow);
            if (sample.stack().size() > MAX_FRAMES) {
                books.drop(sample.event(), DropReason.DROP_REASON_TOO_LARGE, sample.count());
                continue;
            }
            if (content.bytesWith(sample) + headerBytes > maxBytes) {
                if (!content.isEmpty()) {
                    batches.add(finish(header, content, books));
                    content = new BatchContent();
                    books = new Books();
                }
                if (content.bytesWith(sample) + headerBytes > maxBytes) {
                    books.drop(sample.event(), DropReason.DROP_REASON_TOO_LARGE, sample.count());
                    continue;
                }
            }
            content.add(sample, index);
            books.keep(sample.event(), sample.count());
        }
        batches.add(finish(header, content, books));
        return batches;
    }

    /** Which events these were is not known. */
    private void declareLost(Recording recording, Books books) {
        if (recording.unreadable() > 0) {
            books.drop(firstEvent, DropReason.DROP_REASON_RECORDING_UNREADABLE, recording.unreadable());
        }
        if (recording.notRecorded() > 0) {
            books.drop(firstEvent, DropReason.DROP_REASON_NOT_RECORDED, recording.notRecorded());
        }
    }

    private StackBatch.Builder header(Recording recording) {
        StackBatch.Builder header = StackBatch.newBuilder()
                .setService(identity.service())
                .setInstanceId(identity.instanceId())
                .setStartUnixMillis(recording.startMillis())
                .setEndUnixMillis(recording.endMillis());
        for (Map.Entry<String, String> label : identity.labels().entrySet()) {
            header.addLabels(Label.newBuilder().setName(label.getKey()).setValue(label.getValue()));
        }
        return header;
    }

    private static UnsentBatch finish(StackBatch.Builder header, BatchContent content, Books books) {
        StackBatch.Builder batch = header.clone();
        content.addTo(batch);
        return new UnsentBatch(batch.build().toByteArray(), books);
    }
}
