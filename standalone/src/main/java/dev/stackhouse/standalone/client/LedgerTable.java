package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.InstanceLedger;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The books as a table for a terminal, with the verdict below. */
final class LedgerTable {
    private LedgerTable() {}

    static String format(GetLedgerResponse ledger) {
        if (ledger.getEntriesCount() == 0) {
            return "No samples were taken in this range.\n";
        }
        TextTable table = new TextTable(
                "service",
                "instance",
                "event",
                " taken",
                " stored",
                " dropped",
                " batches missing",
                " counted twice",
                "why");
        long taken = 0;
        long stored = 0;
        long droppedInAll = 0;
        Map<String, InstanceLedger> instances = new HashMap<>();
        for (InstanceLedger instance : ledger.getInstancesList()) {
            instances.put(instance.getService() + "\n" + instance.getInstanceId(), instance);
        }
        for (LedgerEntry entry : ledger.getEntriesList()) {
            long dropped = dropped(entry);
            InstanceLedger instance = instances.getOrDefault(
                    entry.getService() + "\n" + entry.getInstanceId(), InstanceLedger.getDefaultInstance());
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
                    Long.toString(instance.getBatchesCountedTwice()),
                    why(entry));
        }
        String sum = taken + " taken, " + stored + " stored, " + droppedInAll + " declared dropped.\n";
        return table.format() + remarks(ledger) + "\n"
                + (ledger.getBalanced() ? "The books balance: " : "THE BOOKS DO NOT BALANCE: ") + sum;
    }

    /** What else is worth a line of some instances. */
    private static String remarks(GetLedgerResponse ledger) {
        StringBuilder lines = new StringBuilder();
        for (InstanceLedger instance : ledger.getInstancesList()) {
            List<String> remarks = new ArrayList<>();
            if (instance.getEndedWithoutNotice()) {
                remarks.add("ended without notice, at most one interval is missing");
            }
            Duration ahead = Duration.ofMillis(Math.abs(instance.getClockAheadMillis()));
            if (instance.getClockAheadMillis() > 0) {
                remarks.add("clock " + DurationText.format(ahead) + " ahead");
            } else if (instance.getClockAheadMillis() < 0) {
                remarks.add("all " + DurationText.format(ahead) + " late or more: clock behind, or Kafka was away");
            }
            remarks.addAll(RateText.remarks(instance.getChangedRatesList(), ZoneId.systemDefault()));
            if (!remarks.isEmpty()) {
                lines.append(lines.isEmpty() ? "\n" : "")
                        .append(instance.getService() + " " + instance.getInstanceId() + ": ")
                        .append(String.join("; ", remarks))
                        .append(".\n");
            }
        }
        return lines.toString();
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
