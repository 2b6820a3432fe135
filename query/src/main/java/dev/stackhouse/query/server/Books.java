package dev.stackhouse.query.server;

import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.InstanceLedger;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import dev.stackhouse.storage.read.InstanceBooks;
import dev.stackhouse.storage.read.LedgerRow;
import java.util.List;
import java.util.TreeMap;

/** Says whether the books balance. */
final class Books {
    private Books() {}

    /**
     * The answer.
     *
     * @param rows in the order of service, instance and event
     */
    static GetLedgerResponse of(List<LedgerRow> rows) {
        GetLedgerResponse.Builder response = GetLedgerResponse.newBuilder();
        LedgerRow before = null;
        for (LedgerRow row : rows) {
            response.addEntries(entry(row));
            if (before == null
                    || !before.instance().equals(row.instance())
                    || !before.service().equals(row.service())) {
                response.addInstances(instance(row));
            }
            before = row;
        }
        return response.setBalanced(rows.stream().allMatch(Books::balances)).build();
    }

    private static LedgerEntry.Builder entry(LedgerRow row) {
        LedgerEntry.Builder entry = LedgerEntry.newBuilder()
                .setService(row.service())
                .setInstanceId(row.instance())
                .setEvent(row.event())
                .setSamplesTaken(row.taken())
                .setSamplesStored(row.stored())
                .setBatchesMissing(row.ofInstance().batchesMissing())
                .setBatchesSeen(row.ofInstance().batchesSeen());
        new TreeMap<>(row.droppedByReason())
                .forEach((reason, samples) -> entry.addDropped(
                        DroppedSamples.newBuilder().setReasonValue(reason).setSamples(samples)));
        return entry;
    }

    private static InstanceLedger.Builder instance(LedgerRow row) {
        InstanceBooks books = row.ofInstance();
        return InstanceLedger.newBuilder()
                .setService(row.service())
                .setInstanceId(row.instance())
                .setBatchesSeen(books.batchesSeen())
                .setBatchesMissing(books.batchesMissing())
                .setBatchesCountedTwice(books.batchesCountedTwice())
                .setEndedWithoutNotice(books.endedWithoutNotice())
                .setClockAheadMillis(books.clockAheadMillis())
                .setLastArrivalUnixMillis(books.lastArrivalMillis());
    }

    private static boolean balances(LedgerRow row) {
        InstanceBooks books = row.ofInstance();
        return row.unexplained() == 0 && books.batchesMissing() == 0 && books.batchesCountedTwice() == 0;
    }
}
