package dev.stackhouse.collector.batch;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.StackBatch;

/** What takes the place of a batch that is given up: the same number and the same samples taken, all of them declared dropped. */
public final class DeclaredDropped {
    private DeclaredDropped() {}

    /**
     * Turns a whole message into one without samples. The receiver counts whichever of the two comes first and knows the other by
     * its number, so that it does not matter whether the first one got there.
     *
     * @throws InvalidProtocolBufferException if it is not a message of ours
     */
    public static byte[] of(byte[] message, DropReason reason) throws InvalidProtocolBufferException {
        StackBatch original = StackBatch.parseFrom(message);
        Ledger.Builder ledger = Ledger.newBuilder();
        for (EventLedger events : original.getLedger().getEventsList()) {
            EventLedger.Builder entry = events.toBuilder();
            long left = events.getSamplesTaken();
            for (DroppedSamples dropped : events.getDroppedList()) {
                left -= dropped.getSamples();
            }
            if (left > 0) {
                entry.addDropped(DroppedSamples.newBuilder().setReason(reason).setSamples(left));
            }
            ledger.addEvents(entry);
        }
        return original.toBuilder()
                .clearStrings()
                .clearFrames()
                .clearStacks()
                .clearSamples()
                .clearStackIds()
                .clearDictionary()
                .setLedger(ledger)
                .build()
                .toByteArray();
    }
}
