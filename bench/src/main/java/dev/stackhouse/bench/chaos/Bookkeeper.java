package dev.stackhouse.bench.chaos;

import dev.stackhouse.bench.chaos.SimulatedInstance.Made;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.GetTopMethodsResponse;
import dev.stackhouse.proto.query.v1.LabelValues;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import dev.stackhouse.proto.query.v1.ListLabelsRequest;
import dev.stackhouse.proto.query.v1.ListLabelsResponse;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.proto.query.v1.Series;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.QueryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the product's books over its API, and compares them with what was made. */
final class Bookkeeper {
    private final QueryClient client;
    private final long fromMillis =
            System.currentTimeMillis() - Duration.ofHours(8).toMillis();

    private final List<String> complaints = new ArrayList<>();
    private long taken;
    private long stored;
    private long dropped;
    private long unexplained;
    private long duplicates;
    private long missing;
    private long batchesMissing;
    private long batchesOfKilled;
    private long overflowed;
    private long weightDifference;
    private long absent;

    /** Reads what this server answers. */
    Bookkeeper(String queryAddress) {
        client = new QueryClient(queryAddress);
    }

    /** Says that something is wrong, in a sentence. */
    void complain(String sentence) {
        complaints.add(sentence);
    }

    /** Samples of simulated instances that are in the books, or -1 while nobody answers. */
    long simulatedTaken() {
        try {
            return all().getEntriesList().stream()
                    .filter(entry -> entry.getService().equals(SimulatedInstance.SERVICE))
                    .mapToLong(LedgerEntry::getSamplesTaken)
                    .sum();
        } catch (CommandException e) {
            return -1;
        }
    }

    /** The books of everybody as they are now. */
    GetLedgerResponse all() {
        return client.ask(stub -> stub.getLedger(GetLedgerRequest.newBuilder()
                .setFromUnixMillis(fromMillis)
                .setToUnixMillis(toMillis())
                .build()));
    }

    /** Past every clock that is ahead. */
    private static long toMillis() {
        return System.currentTimeMillis() + Duration.ofHours(3).toMillis();
    }

    private Selection.Builder selection(String service, String event) {
        return Selection.newBuilder()
                .setService(service)
                .setEvent(event)
                .setFromUnixMillis(fromMillis)
                .setToUnixMillis(toMillis());
    }

    /** Compares the weights of simulated instances, in samples and in time lines, with what they made. */
    void checkWeights(Map<String, Made> made) {
        for (String event : List.of("cpu", "alloc")) {
            Map<String, Long> found = new HashMap<>();
            GetTimeLineResponse line = client.ask(stub -> stub.getTimeLine(GetTimeLineRequest.newBuilder()
                    .setSelection(selection(SimulatedInstance.SERVICE, event))
                    .setGroupBy("instance")
                    .setMaxSeries(1_000)
                    .build()));
            for (Series series : line.getSeriesList()) {
                found.put(
                        series.getLabelValue(),
                        series.getValuesList().stream()
                                .mapToLong(Long::longValue)
                                .sum());
            }
            long all = 0;
            for (Map.Entry<String, Made> each : made.entrySet()) {
                if (each.getKey().endsWith("/" + event)) {
                    String instance = each.getKey().substring(0, each.getKey().lastIndexOf('/'));
                    all += each.getValue().keptValue;
                    compareWeight(each.getKey() + " in the time line", each.getValue().keptValue, found.get(instance));
                }
            }
            GetTopMethodsResponse top = client.ask(stub -> stub.getTopMethods(GetTopMethodsRequest.newBuilder()
                    .setSelection(selection(SimulatedInstance.SERVICE, event))
                    .setLimit(1)
                    .build()));
            compareWeight("all instances/" + event, all, top.getCoverage().getValue());
        }
    }

    private void compareWeight(String name, long made, @Nullable Long stored) {
        long difference = (stored == null ? 0 : stored) - made;
        if (difference != 0) {
            weightDifference += Math.abs(difference);
            complaints.add(name + ": made a weight of " + made + ", but stored " + stored);
        }
    }

    /** Checks that profiled JVMs are in the books, each by its version. */
    void checkPresence(Set<String> versions) {
        ListLabelsResponse labels = client.ask(stub -> stub.listLabels(ListLabelsRequest.newBuilder()
                .setService(ProfiledPrograms.SERVICE)
                .setFromUnixMillis(fromMillis)
                .setToUnixMillis(toMillis())
                .build()));
        Set<String> missingVersions = new TreeSet<>(versions);
        for (LabelValues label : labels.getLabelsList()) {
            if (label.getName().equals("version")) {
                label.getValuesList().forEach(missingVersions::remove);
            }
        }
        absent += missingVersions.size();
        missingVersions.forEach(version -> complaints.add("profiled JVM number " + version + " is not in the books"));
    }

    /** Checks that collectors gave samples up where they had to. */
    void checkOverflow(int overflows) {
        if (overflows > 0 && overflowed == 0) {
            complaints.add("no collector gave a sample up, though Kafka was away for longer than one can remember");
        }
    }

    /** Checks the books of everybody, and those of simulated instances against what they made. */
    void check(GetLedgerResponse ledger, Map<String, Made> made) {
        Map<String, Made> notSeen = new HashMap<>(made);
        Set<String> counted = new HashSet<>();
        for (LedgerEntry entry : ledger.getEntriesList()) {
            long droppedHere = entry.getDroppedList().stream()
                    .mapToLong(DroppedSamples::getSamples)
                    .sum();
            long difference = entry.getSamplesTaken() - entry.getSamplesStored() - droppedHere;
            taken += entry.getSamplesTaken();
            stored += entry.getSamplesStored();
            dropped += droppedHere;
            unexplained += Math.abs(difference);
            String name = entry.getService() + " " + entry.getInstanceId() + "/" + entry.getEvent();
            if (difference != 0) {
                complaints.add(name + ": taken " + entry.getSamplesTaken() + ", stored " + entry.getSamplesStored()
                        + ", dropped " + droppedHere);
            }
            boolean first = counted.add(entry.getInstanceId());
            overflowed += entry.getDroppedList().stream()
                    .filter(drop -> drop.getReason() == DropReason.DROP_REASON_QUEUE_FULL)
                    .mapToLong(DroppedSamples::getSamples)
                    .sum();
            if (first && entry.getService().equals(ProfiledPrograms.SERVICE)) {
                // Killed before Kafka or the disk, both away, had it: that it shows is all that can be done.
                batchesOfKilled += entry.getBatchesMissing();
            } else if (first && entry.getBatchesMissing() > 0) {
                batchesMissing += entry.getBatchesMissing();
                complaints.add(name + ": " + entry.getBatchesMissing() + " batches are missing");
            }
            Made here = notSeen.remove(entry.getInstanceId() + "/" + entry.getEvent());
            if (here != null) {
                compare(name, here, entry.getSamplesStored(), droppedHere);
            }
        }
        notSeen.forEach((name, nothing) -> {
            missing += nothing.kept + nothing.dropped;
            complaints.add(name + " is not in the books");
        });
    }

    private void compare(String name, Made made, long storedHere, long droppedHere) {
        duplicates += Math.max(0, storedHere - made.kept) + Math.max(0, droppedHere - made.dropped);
        missing += Math.max(0, made.kept - storedHere) + Math.max(0, made.dropped - droppedHere);
        if (storedHere != made.kept || droppedHere != made.dropped) {
            complaints.add(name + ": made " + made.kept + " and dropped " + made.dropped + ", but stored " + storedHere
                    + " and dropped " + droppedHere);
        }
    }

    ChaosResult result(
            long seed,
            SortedMap<String, Integer> faults,
            List<String> impossible,
            long instances,
            long batches,
            Duration longestRecovery) {
        return new ChaosResult(
                seed,
                faults,
                impossible,
                instances,
                batches,
                taken,
                stored,
                dropped,
                unexplained,
                duplicates,
                missing,
                batchesMissing,
                batchesOfKilled,
                overflowed,
                weightDifference,
                absent,
                longestRecovery,
                List.copyOf(complaints));
    }
}
