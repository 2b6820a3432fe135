package dev.stackhouse.storage.regression;

import dev.stackhouse.storage.client.StoreClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives one holder at a time a term. The store accepts each term once: it takes no second row with the token of the first. What a
 * term is worth, and what not, is in docs/decisions/0016. Thread-safe.
 */
public final class Leases {
    private static final List<String> COLUMNS = List.of("name", "term", "holder", "millis");

    private final StoreClient client;

    Leases(StoreClient client) {
        this.client = client;
    }

    /**
     * Whether the holder has the lease from now on for a time: because nobody has it, or because it has it already and more time is
     * given. It has to stop when the time is over, counted from before this was called.
     */
    public boolean take(String name, String holder, Duration time) {
        Lease newest = newest(name);
        boolean free = newest == null || newest.leftMillis() <= 0;
        if (newest != null && !free && !newest.holder().equals(holder)) {
            return false;
        }
        long term = newest == null ? 1 : newest.term() + 1;
        Row row = new Row().string(name).uint64(term).string(holder).uint32(time.toMillis());
        client.insert("leases", COLUMNS, row.packed(), "lease-" + name + "-" + term);
        Lease given = newest(name);
        return given != null && given.term() == term && given.holder().equals(holder);
    }

    /** The newest term, which may have ended, or null if there never was one. */
    public @Nullable Lease newest(String name) {
        List<Lease> found = new ArrayList<>();
        client.query(
                "SELECT toInt64(term), holder, toInt64(toUnixTimestamp64Milli(taken) + millis)"
                        + " - toInt64(toUnixTimestamp64Milli(now64(3))) FROM leases WHERE name = {name:String}"
                        + " ORDER BY term DESC, taken LIMIT 1",
                Map.of("name", name),
                row -> found.add(new Lease(row.getLong(1), row.getString(2), row.getLong(3))));
        return found.isEmpty() ? null : found.get(0);
    }

    /** Gives it back before it ends, if the holder has it. */
    public void release(String name, String holder) {
        Lease newest = newest(name);
        if (newest != null && newest.leftMillis() > 0 && newest.holder().equals(holder)) {
            take(name, holder, Duration.ZERO);
        }
    }
}
