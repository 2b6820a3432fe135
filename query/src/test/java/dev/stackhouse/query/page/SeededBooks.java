package dev.stackhouse.query.page;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.util.Map;
import java.util.UUID;

/** Services of which something is wrong, each named after it; their batches have ten samples of cpu and of alloc. */
final class SeededBooks {
    private static final long WINDOW_MILLIS = SeededProfiles.WINDOW_MILLIS;
    private static final long MINUTE_MILLIS = 60_000;

    private final BlockEncoder encoder = new BlockEncoder();
    private final long startMillis;

    private SeededBooks(long startMillis) {
        this.startMillis = startMillis;
    }

    static void write(StoreAddress address, long startMillis) {
        SeededBooks books = new SeededBooks(startMillis);
        books.batch("gaps", "a", 1, 10, 2, true, startMillis);
        books.batch("gaps", "a", 3, 10, 2, true, startMillis);
        books.batch("gaps", "b", 2, 10, 2, true, startMillis);
        books.batch("unbalanced", "a", 1, 11, 2, true, startMillis);
        books.batch("unbalanced", "b", 1, 9, 2, true, startMillis);
        books.encoder.ledger("unbalanced", "b", "lock", startMillis, 1, 1, Map.of(), 2, true, startMillis);
        books.batch("doubled", "a", 1, 10, 2, true, startMillis);
        books.batch("doubled", "a", 1, 10, 2, true, startMillis);
        books.encoder.instance("dropped", "a", Map.of(), startMillis);
        books.encoder.ledger("dropped", "a", "cpu", startMillis, 1, 10, Map.of(6, 10L), 2, true, startMillis);
        books.batch("fast", "a", 1, 10, 2, true, startMillis - 58 * MINUTE_MILLIS);
        books.batch("killed", "a", 1, 10, 2, false, startMillis);
        books.batch("killed", "b", 1, 10, 2, false, startMillis);
        books.batch("killed", "ended", 1, 10, 2, true, startMillis);
        books.batch("killed", "older", 1, 10, 1, false, startMillis);
        try (BlockWriter writer = new BlockWriter(address)) {
            writer.write(books.encoder.finish(UUID.randomUUID().toString()));
        }
    }

    private void batch(
            String service, String instance, long sequence, long taken, int format, boolean last, long arrivedMillis) {
        long window = startMillis + (sequence - 1) * WINDOW_MILLIS;
        encoder.instance(service, instance, Map.of(), window);
        encoder.sample(service, "cpu", instance, window, 7, 4, 100, 10);
        encoder.sample(service, "alloc", instance, window, 7, 4, 100, 10);
        encoder.ledger(service, instance, "cpu", window, sequence, taken, Map.of(), format, last, arrivedMillis);
        encoder.ledger(service, instance, "alloc", window, sequence, 10, Map.of(), format, last, arrivedMillis);
    }
}
