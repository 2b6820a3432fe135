package dev.stackhouse.standalone.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.InstanceLedger;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The books of a range, summed up by service. */
final class Audit {
    /** The books of a service. */
    private static final class ServiceBooks {
        private final String service;
        private long batchesExpected;
        private long batchesSeen;
        private long samplesTaken;
        private long samplesStored;
        private final SortedMap<String, Long> dropped = new TreeMap<>();
        private long unexplained;
        private long instances;
        private long countedTwice;
        private long endedWithoutNotice;

        private ServiceBooks(String service) {
            this.service = service;
        }

        private void add(LedgerEntry entry) {
            samplesTaken += entry.getSamplesTaken();
            samplesStored += entry.getSamplesStored();
            for (DroppedSamples drop : entry.getDroppedList()) {
                if (drop.getSamples() > 0) {
                    dropped.merge(reason(drop), drop.getSamples(), Long::sum);
                }
            }
            // Too many on one instance do not make up for too few on another.
            unexplained += Math.abs(entry.getSamplesTaken() - entry.getSamplesStored() - LedgerTable.dropped(entry));
        }

        private void add(InstanceLedger instance) {
            instances++;
            batchesExpected += instance.getBatchesSeen() + instance.getBatchesMissing();
            batchesSeen += instance.getBatchesSeen();
            countedTwice += instance.getBatchesCountedTwice();
            endedWithoutNotice += instance.getEndedWithoutNotice() ? 1 : 0;
        }

        private boolean holds() {
            return unexplained == 0 && batchesSeen == batchesExpected && countedTwice == 0;
        }

        private ObjectNode json() {
            ObjectNode books = JsonNodeFactory.instance
                    .objectNode()
                    .put("service", service)
                    .put("instances", instances)
                    .put("batchesExpected", batchesExpected)
                    .put("batchesSeen", batchesSeen)
                    .put("samplesTaken", samplesTaken)
                    .put("samplesStored", samplesStored)
                    .put("samplesUnexplained", unexplained)
                    .put("batchesCountedTwice", countedTwice)
                    .put("instancesEndedWithoutNotice", endedWithoutNotice)
                    .put("holds", holds());
            ObjectNode reasons = books.putObject("samplesDropped");
            dropped.forEach(reasons::put);
            return books;
        }

        private String droppedText() {
            String byReason = dropped.entrySet().stream()
                    .map(reason -> reason.getKey() + " " + reason.getValue())
                    .collect(Collectors.joining(", "));
            return byReason.isEmpty() ? "0" : byReason;
        }
    }

    private final List<ServiceBooks> services;

    private Audit(List<ServiceBooks> services) {
        this.services = services;
    }

    static Audit of(GetLedgerResponse ledger) {
        Map<String, ServiceBooks> books = new TreeMap<>();
        for (LedgerEntry entry : ledger.getEntriesList()) {
            books.computeIfAbsent(entry.getService(), ServiceBooks::new).add(entry);
        }
        for (InstanceLedger instance : ledger.getInstancesList()) {
            books.computeIfAbsent(instance.getService(), ServiceBooks::new).add(instance);
        }
        return new Audit(List.copyOf(books.values()));
    }

    /** Whether nothing came from anybody. */
    boolean isEmpty() {
        return services.isEmpty();
    }

    /** Whether every sample is explained, and no batch is missing or counted twice. */
    boolean holds() {
        return services.stream().allMatch(ServiceBooks::holds);
    }

    /** One line; nothing holds that has a fault. */
    String json(boolean holds) {
        ObjectNode audit = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = audit.putArray("services");
        services.forEach(books -> entries.add(books.json()));
        return audit.put("holds", holds).toString();
    }

    String table() {
        TextTable table = new TextTable(
                "service",
                " instances",
                " batches expected",
                " seen",
                " taken",
                " stored",
                " unexplained",
                " counted twice",
                " ended without notice",
                "dropped");
        for (ServiceBooks books : services) {
            table.row(
                    books.service,
                    Long.toString(books.instances),
                    Long.toString(books.batchesExpected),
                    Long.toString(books.batchesSeen),
                    Long.toString(books.samplesTaken),
                    Long.toString(books.samplesStored),
                    Long.toString(books.unexplained),
                    Long.toString(books.countedTwice),
                    Long.toString(books.endedWithoutNotice),
                    books.droppedText());
        }
        return table.format() + "\n" + verdict();
    }

    private String verdict() {
        List<String> faults = new ArrayList<>();
        if (services.stream().anyMatch(books -> books.unexplained != 0 || books.batchesSeen != books.batchesExpected)) {
            faults.add("NOT EVERY SAMPLE IS EXPLAINED.");
        }
        if (services.stream().anyMatch(books -> books.countedTwice != 0)) {
            faults.add("BATCHES WERE COUNTED TWICE.");
        }
        faults.add(
                faults.isEmpty()
                        ? "Every sample taken is stored or declared dropped."
                        : "'stackhouse ledger --service NAME' tells which instances.");
        long ended =
                services.stream().mapToLong(books -> books.endedWithoutNotice).sum();
        if (ended > 0) {
            faults.add("Of " + ended + (ended == 1 ? " instance that" : " instances that")
                    + " ended without notice at most one interval " + (ended == 1 ? "is" : "each is") + " missing.");
        }
        return String.join(" ", faults) + "\n";
    }

    private static String reason(DroppedSamples drop) {
        return drop.getReason().name().replace("DROP_REASON_", "").toLowerCase(Locale.ROOT);
    }
}
