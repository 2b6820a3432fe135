package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import java.util.Locale;
import java.util.stream.Collectors;

/** The books as a table for a terminal, with the verdict below. */
final class LedgerTable {
    private LedgerTable() {}

    static String format(GetLedgerResponse ledger) {
        if (ledger.getEntriesCount() == 0) {
            return "No samples were taken in this range.\n";
        }
        TextTable table = new TextTable(
                "service", "instance", "event", " taken", " stored", " dropped", " batches missing", "why");
        long taken = 0;
        long stored = 0;
        long droppedInAll = 0;
        for (LedgerEntry entry : ledger.getEntriesList()) {
            long dropped = dropped(entry);
            taken += entry.getSamplesTaken();
            stored += entry.getSamplesStored();
            droppedInAll += dropped;
            table.row(
                    entry.getService(),
                    entry.getInstanceId(),
                    entry.getEvent(),
                    Long.toString(entry.getSamplesTaken()),
                    Long.toString(entry.getSamplesStored()),
                    Long.toString(dropped),
                    Long.toString(entry.getBatchesMissing()),
                    why(entry));
        }
        String sum = taken + " taken, " + stored + " stored, " + droppedInAll + " declared dropped.\n";
        return table.format() + "\n" + (ledger.getBalanced() ? "The books balance: " : "THE BOOKS DO NOT BALANCE: ")
                + sum;
    }

    static long dropped(LedgerEntry entry) {
        return entry.getDroppedList().stream()
                .mapToLong(DroppedSamples::getSamples)
                .sum();
    }

    private static String why(LedgerEntry entry) {
        return entry.getDroppedList().stream()
                .filter(dropped -> dropped.getSamples() > 0)
                .map(dropped ->
                        dropped.getReason().name().replace("DROP_REASON_", "").toLowerCase(Locale.ROOT) + " "
                                + dropped.getSamples())
                .collect(Collectors.joining(", "));
    }
}
