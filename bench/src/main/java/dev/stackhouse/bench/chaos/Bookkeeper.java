package dev.stackhouse.bench.chaos;

import dev.stackhouse.bench.chaos.SimulatedInstance.Made;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.LedgerEntry;
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

    Bookkeeper(String queryAddress) {
        client = new QueryClient(queryAddress);
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
                .setToUnixMillis(
                        System.currentTimeMillis() + Duration.ofHours(3).toMillis())
                .build()));
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
            long seed, SortedMap<String, Integer> faults, long instances, long batches, Duration longestRecovery) {
        return new ChaosResult(
                seed,
                faults,
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
                longestRecovery,
                List.copyOf(complaints));
    }
}
