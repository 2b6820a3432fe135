package dev.stackhouse.storage.read;

import dev.stackhouse.storage.StoreAddress;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Reads profiles from ClickHouse. Every range is from (inclusive) to to (exclusive), in milliseconds since the Unix epoch, on
 * window boundaries. Thread-safe. Every method throws {@link dev.stackhouse.storage.StorageException}.
 */
public final class ProfileReader implements AutoCloseable {
    /**
     * @param queryLimit time after which ClickHouse gives a query up
     */
    public ProfileReader(StoreAddress address, Duration queryLimit) {}

    /** Services with samples in the range, by name. */
    public List<ServiceRow> services(long fromMillis, long toMillis) {
        throw new IllegalStateException("being written");
    }

    /** Whether the service has ever been seen. */
    public boolean knows(String service) {
        throw new IllegalStateException("being written");
    }

    /** Label names of the service's instances that were seen in the range, with their values; "instance" is among them. */
    public SortedMap<String, SortedSet<String>> labels(String service, long fromMillis, long toMillis) {
        throw new IllegalStateException("being written");
    }

    /** The merged stacks of a selection. */
    public StackTotals stacks(StackQuery query) {
        throw new IllegalStateException("being written");
    }

    /**
     * Weights of a selection over time; steps start at multiples of the step since {@code fromMillis}.
     *
     * @param stepMillis a multiple of 10 s
     * @param groupBy name of a label, or empty for one series
     */
    public TimeLine timeLine(StackQuery query, long stepMillis, String groupBy) {
        throw new IllegalStateException("being written");
    }

    /** The books, by service, instance and event; an empty service or instance selects all. */
    public List<LedgerRow> ledger(String service, String instance, long fromMillis, long toMillis) {
        throw new IllegalStateException("being written");
    }

    /** Whether the store answers. */
    public boolean ready() {
        throw new IllegalStateException("being written");
    }

    @Override
    public void close() {}
}
