package dev.stackhouse.query.server;

import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import dev.stackhouse.storage.read.LedgerRow;
import java.util.List;
import java.util.TreeMap;

/** Says whether the books balance. */
final class Books {
    private Books() {}

    static GetLedgerResponse of(List<LedgerRow> rows) {
        GetLedgerResponse.Builder response = GetLedgerResponse.newBuilder();
        for (LedgerRow row : rows) {
            LedgerEntry.Builder entry = response.addEntriesBuilder()
                    .setService(row.service())
                    .setInstanceId(row.instance())
                    .setEvent(row.event())
                    .setSamplesTaken(row.taken())
                    .setSamplesStored(row.stored())
                    .setBatchesMissing(row.batchesMissing())
                    .setBatchesSeen(row.batchesSeen());
            new TreeMap<>(row.droppedByReason())
                    .forEach((reason, samples) -> entry.addDropped(
                            DroppedSamples.newBuilder().setReasonValue(reason).setSamples(samples)));
        }
        return response.setBalanced(rows.stream().allMatch(Books::balances)).build();
    }

    private static boolean balances(LedgerRow row) {
        return row.unexplained() == 0 && row.batchesMissing() == 0;
    }
}
