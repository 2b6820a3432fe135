package dev.stackhouse.collector.batch;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.sampling.RecordedSamples;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes batches of recordings: one each, or several where one would exceed the size bound. How far a dictionary compresses shows
 * only when it is compressed: what turns out to be too large is made anew, in halves. Not thread-safe.
 */
public final class BatchBuilder {
    /** Of a message without its number and ledger, which are less than a kilobyte: the contract allows 1 MB. */
    static final int MAX_BATCH_BYTES = 1_000_000;

    private static final int MAX_FRAMES = 2_048;

    private final InstanceIdentity identity;
    private final EventType firstEvent;
    private final Declarations declarations;
    private final BatchWriter writer;
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
        this.writer = new BatchWriter(maxBytes);
    }

    /** At least one batch, so that a quiet interval is seen to be quiet. */
    public List<UnsentBatch> build(Recording recording) {
        Books dropped = new Books();
        dropped.addDropped(owed);
        declareLost(recording, dropped);
        RecordedSamples samples = shallow(recording.samples(), dropped);
        byte[] header = header(recording).build().toByteArray();
        List<UnsentBatch> batches = new ArrayList<>();
        split(header, recording, samples, 0, samples.size(), dropped, batches);
        if (batches.isEmpty()) {
            split(header, recording, samples, 0, 0, dropped, batches);
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
            owed.drop(
                    recording.samples().event(i),
                    DropReason.DROP_REASON_RECORDING_UNREADABLE,
                    recording.samples().count(i));
        }
    }

    /** Declares all samples of a batch that got no number dropped, in the next batch. Takes no memory. */
    public void giveUp(UnsentBatch batch) {
        owed.addGivenUp(batch.books(), DropReason.DROP_REASON_RECORDING_UNREADABLE);
    }

    /** The samples whose stacks are not too deep; all of them, nearly always. */
    private static RecordedSamples shallow(RecordedSamples samples, Books dropped) {
        boolean isDeep = false;
        for (int i = 0; i < samples.size(); i++) {
            isDeep |= samples.depth(i) > MAX_FRAMES;
        }
        if (!isDeep) {
            return samples;
        }
        RecordedSamples shallow = new RecordedSamples(samples.known(), samples.size());
        for (int i = 0; i < samples.size(); i++) {
            if (samples.depth(i) <= MAX_FRAMES) {
                shallow.add(
                        samples.stack(i),
                        samples.event(i),
                        samples.span(i),
                        samples.windowStartMillis(i),
                        samples.value(i),
                        samples.count(i));
            } else {
                dropped.drop(samples.event(i), DropReason.DROP_REASON_TOO_LARGE, samples.count(i));
            }
        }
        return shallow;
    }

    private void split(
            byte[] header,
            Recording recording,
            RecordedSamples samples,
            int from,
            int to,
            Books dropped,
            List<UnsentBatch> batches) {
        byte[] body = writer.body(header, recording.startMillis(), samples, from, to);
        if (body != null) {
            Books books = new Books();
            for (int i = from; i < to; i++) {
                books.keep(samples.event(i), samples.count(i));
            }
            batches.add(new UnsentBatch(body, books, false));
        } else if (to - from > 1) {
            int middle = (from + to) / 2;
            split(header, recording, samples, from, middle, dropped, batches);
            split(header, recording, samples, middle, to, dropped, batches);
        } else {
            dropped.drop(samples.event(from), DropReason.DROP_REASON_TOO_LARGE, samples.count(from));
        }
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
                .setFormatVersion(2)
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
