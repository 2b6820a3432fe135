package dev.stackhouse.query.server;

import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.InstanceLedger;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import dev.stackhouse.storage.read.InstanceBooks;
import dev.stackhouse.storage.read.InstanceRates;
import dev.stackhouse.storage.read.LedgerRow;
import dev.stackhouse.storage.read.Rates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says whether the books balance. */
final class Books {
    private Books() {}

    /**
     * The answer.
     *
     * @param rows in the order of service, instance and event
     * @param changedRates of the instances that did not keep to their settings
     */
    static GetLedgerResponse of(List<LedgerRow> rows, List<InstanceRates> changedRates) {
        Map<String, InstanceRates> rates = new HashMap<>();
        changedRates.forEach(changed -> rates.put(key(changed.service(), changed.instance()), changed));
        GetLedgerResponse.Builder response = GetLedgerResponse.newBuilder();
        LedgerRow before = null;
        for (LedgerRow row : rows) {
            response.addEntries(entry(row));
            if (before == null
                    || !before.instance().equals(row.instance())
                    || !before.service().equals(row.service())) {
                response.addInstances(instance(row, rates.get(key(row.service(), row.instance()))));
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

    /** Neither name has a line feed. */
    private static String key(String service, String instance) {
        return service + "\n" + instance;
    }

    private static InstanceLedger.Builder instance(LedgerRow row, @Nullable InstanceRates rates) {
        InstanceBooks books = row.ofInstance();
        InstanceLedger.Builder instance = InstanceLedger.newBuilder()
                .setService(row.service())
                .setInstanceId(row.instance())
                .setBatchesSeen(books.batchesSeen())
                .setBatchesMissing(books.batchesMissing())
                .setBatchesCountedTwice(books.batchesCountedTwice())
                .setEndedWithoutNotice(books.endedWithoutNotice())
                .setClockAheadMillis(books.clockAheadMillis())
                .setLastArrivalUnixMillis(books.lastArrivalMillis());
        if (rates != null) {
            rates.rates().stream().filter(Rates::differs).forEach(span -> instance.addChangedRates(RateSpans.of(span)));
        }
        return instance;
    }

    private static boolean balances(LedgerRow row) {
        InstanceBooks books = row.ofInstance();
        return row.unexplained() == 0 && books.batchesMissing() == 0 && books.batchesCountedTwice() == 0;
    }
}
