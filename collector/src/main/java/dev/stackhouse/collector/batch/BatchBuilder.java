package dev.stackhouse.collector.batch;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.sampling.RecordedSample;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of recordings: one each, or several where one would exceed the size bound. How far a dictionary compresses shows
 * only when it is compressed: what turns out to be too large is made anew, in halves. Not thread-safe.
 */
public final class BatchBuilder {
    /** Of a message without its number and ledger, which are less than a kilobyte: the contract allows 1 MB. */
    static final int MAX_BATCH_BYTES = 1_000_000;
    /** Before compression. It bounds the memory that this takes, and is far less than a receiver opens. */
    private static final int MAX_CONTENT_BYTES = 4 << 20;

    private static final int MAX_FRAMES = 2_048;

    private final InstanceIdentity identity;
    private final EventType firstEvent;
    private final Declarations declarations;
    private final int maxBytes;
    /** What was given up and has to be declared in the next batch. */
    private final Books owed = new Books();

    /**
     * @param firstEvent under which what was lost is declared when its event is not known, nor what was sampled
     */
    public BatchBuilder(InstanceIdentity identity, EventType firstEvent) {
        this(identity, firstEvent, Declarations.NONE);
    }

    /**
     * @param declarations what the batches say about the instance
     */
    public BatchBuilder(InstanceIdentity identity, EventType firstEvent, Declarations declarations) {
        this(identity, firstEvent, declarations, MAX_BATCH_BYTES);
    }

    BatchBuilder(InstanceIdentity identity, EventType firstEvent, int maxBytes) {
        this(identity, firstEvent, Declarations.NONE, maxBytes);
    }

    private BatchBuilder(InstanceIdentity identity, EventType firstEvent, Declarations declarations, int maxBytes) {
        this.identity = identity;
        this.firstEvent = firstEvent;
        this.declarations = declarations;
        this.maxBytes = maxBytes;
    }

    /** At least one batch, so that a quiet interval is seen to be quiet. */
    public List<UnsentBatch> build(Recording recording) {
        Books dropped = new Books();
        dropped.addDropped(owed);
        declareLost(recording, dropped);
        List<RecordedSample> samples = new ArrayList<>(recording.samples().size());
        for (RecordedSample sample : recording.samples()) {
            if (sample.stack().size() <= MAX_FRAMES) {
                samples.add(sample);
            } else {
                dropped.drop(sample.event(), DropReason.DROP_REASON_TOO_LARGE, sample.count());
            }
        }
        List<UnsentBatch> batches = new ArrayList<>();
        split(header(recording), samples, dropped, batches);
        if (batches.isEmpty()) {
            split(header(recording), Collections.emptyList(), dropped, batches);
        }
        batches.get(batches.size() - 1).books().addDropped(dropped);
        owed.clear();
        declarations.made(recording.endMillis());
        return batches;
    }

    /** Declares all samples of a recording dropped, in the next batch, as no batch could be made of it. Takes no memory. */
    public void giveUp(Recording recording) {
        declareLost(recording, owed);
        for (int i = 0; i < recording.samples().size(); i++) {
            RecordedSample sample = recording.samples().get(i);
            owed.drop(sample.event(), DropReason.DROP_REASON_RECORDING_UNREADABLE, sample.count());
        }
    }

    /** Declares all samples of a batch that got no number dropped, in the next batch. Takes no memory. */
    public void giveUp(UnsentBatch batch) {
        owed.addGivenUp(batch.books(), DropReason.DROP_REASON_RECORDING_UNREADABLE);
    }

    private void split(
            StackBatch.Builder header, List<RecordedSample> samples, Books dropped, List<UnsentBatch> batches) {
        byte[] body = body(header, samples);
        if (body != null) {
            Books books = new Books();
            samples.forEach(sample -> books.keep(sample.event(), sample.count()));
            batches.add(new UnsentBatch(body, books, false));
        } else if (samples.size() > 1) {
            int half = samples.size() / 2;
            split(header, samples.subList(0, half), dropped, batches);
            split(header, samples.subList(half, samples.size()), dropped, batches);
        } else {
            samples.forEach(sample -> dropped.drop(sample.event(), DropReason.DROP_REASON_TOO_LARGE, sample.count()));
        }
    }

    /** A whole message but for its number and ledger, or null if it would be too large. */
    private byte @Nullable [] body(StackBatch.Builder header, List<RecordedSample> samples) {
        long firstWindow = Math.floorDiv(header.getStartUnixMillis(), Recording.WINDOW_MILLIS);
        BatchContent content = new BatchContent();
        for (RecordedSample sample : samples) {
            content.add(sample, (int) (sample.windowStartMillis() / Recording.WINDOW_MILLIS - firstWindow));
            if (content.maxBytes() > MAX_CONTENT_BYTES) {
                return null;
            }
        }
        StackBatch.Builder batch = header.clone();
        content.addTo(batch);
        StackBatch body = batch.build();
        return body.getSerializedSize() <= maxBytes ? body.toByteArray() : null;
    }

    /** Of most it is not known which events they were. */
    private void declareLost(Recording recording, Books books) {
        Rates rates = recording.plan().rates();
        EventType event = rates.equals(Rates.NONE) ? firstEvent : rates.firstEvent();
        books.drop(event, DropReason.DROP_REASON_RECORDING_UNREADABLE, recording.unreadable());
        books.drop(event, DropReason.DROP_REASON_NOT_RECORDED, recording.notRecorded());
        books.drop(EventType.EVENT_TYPE_NATIVE_MEMORY, DropReason.DROP_REASON_STACK_LIMIT, recording.unfollowed());
    }

    private StackBatch.Builder header(Recording recording) {
        StackBatch.Builder header = StackBatch.newBuilder()
                .setService(identity.service())
                .setInstanceId(identity.instanceId())
                .setStartUnixMillis(recording.startMillis())
                .setEndUnixMillis(recording.endMillis())
                .addAllRates(recording.plan().eventRates())
                .setPolicy(recording.plan().policy());
        for (Map.Entry<String, String> label : identity.labels().entrySet()) {
            header.addLabels(Label.newBuilder().setName(label.getKey()).setValue(label.getValue()));
        }
        declarations.addTo(header);
        return header;
    }
}
