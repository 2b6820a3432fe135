package dev.stackhouse.standalone.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        private final Set<String> instanceIds = new HashSet<>();

        private ServiceBooks(String service) {
            this.service = service;
        }

        private void add(LedgerEntry entry) {
            if (instanceIds.add(entry.getInstanceId())) {
                batchesExpected += entry.getBatchesSeen() + entry.getBatchesMissing();
                batchesSeen += entry.getBatchesSeen();
            }
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

        private boolean holds() {
            return unexplained == 0 && batchesSeen == batchesExpected;
        }

        private ObjectNode json() {
            ObjectNode books = JsonNodeFactory.instance
                    .objectNode()
                    .put("service", service)
                    .put("instances", instanceIds.size())
                    .put("batchesExpected", batchesExpected)
                    .put("batchesSeen", batchesSeen)
                    .put("samplesTaken", samplesTaken)
                    .put("samplesStored", samplesStored)
                    .put("samplesUnexplained", unexplained);
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
        return new Audit(List.copyOf(books.values()));
    }

    /** Whether every sample is explained and no batch is missing. */
    boolean holds() {
        return services.stream().allMatch(ServiceBooks::holds);
    }

    String json() {
        ObjectNode audit = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = audit.putArray("services");
        services.forEach(books -> entries.add(books.json()));
        return audit.put("holds", holds()).toString();
    }

    String table() {
        if (services.isEmpty()) {
            return "No samples were taken in this range.\n";
        }
        TextTable table = new TextTable(
                "service", " instances", " batches expected", " seen", " taken", " stored", " unexplained", "dropped");
        for (ServiceBooks books : services) {
            table.row(
                    books.service,
                    Integer.toString(books.instanceIds.size()),
                    Long.toString(books.batchesExpected),
                    Long.toString(books.batchesSeen),
                    Long.toString(books.samplesTaken),
                    Long.toString(books.samplesStored),
                    Long.toString(books.unexplained),
                    books.droppedText());
        }
        String verdict = holds()
                ? "Every sample taken is stored or declared dropped.\n"
                : "NOT EVERY SAMPLE IS EXPLAINED. 'stackhouse ledger --service NAME' tells which instances.\n";
        return table.format() + "\n" + verdict;
    }

    private static String reason(DroppedSamples drop) {
        return drop.getReason().name().replace("DROP_REASON_", "").toLowerCase(Locale.ROOT);
    }
}
