package dev.stackhouse.query.server;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A store with one minute of a service "checkout" that runs on two instances, "a" (version 41) and "b" (version 42), and of a
 * service "search" whose books do not balance.
 */
final class SeededStore {
    /** A window starts here. */
    static final long START_MILLIS = System.currentTimeMillis() / 10_000 * 10_000 - 1_800_000;

    static final long END_MILLIS = START_MILLIS + 60_000;

    private static final int COMPILED = 2;
    private static final int INLINED = 3;
    private static final int KERNEL = 6;

    private SeededStore() {}

    static void write(StoreAddress address) {
        BlockEncoder encoder = new BlockEncoder();
        encoder.frame(1, "java.lang.Thread", "run", 840, COMPILED);
        encoder.frame(2, "com.acme.Cart", "total", 12, COMPILED);
        encoder.frame(3, "com.acme.Cart", "total", 13, INLINED);
        encoder.frame(4, "java.util.HashMap", "get", 5, COMPILED);
        encoder.frame(5, "", "do_syscall_64", 0, KERNEL);
        encoder.stack("checkout", 1, 1, new long[] {1, 2, 4});
        encoder.stack("checkout", 1, 2, new long[] {1, 3, 3, 4});
        encoder.stack("checkout", 1, 3, new long[] {1, 5});
        encoder.stack("search", 1, 3, new long[] {1, 5});
        instance(encoder, "a", "41", 1);
        instance(encoder, "b", "42", 2);
        encoder.instance("search", "s", Map.of(), END_MILLIS - 10_000);
        encoder.sample("search", "cpu", "s", START_MILLIS, 1, 3, 70, 7);
        encoder.ledger("search", "s", "cpu", START_MILLIS, 1, 10, Map.of(1, 2L));
        encoder.facts(
                "checkout",
                "a",
                new TreeMap<>(Map.of("jvm.version", "17.0.9+9", "jvm.flags", "-Xmx1g -Dkey=***")),
                START_MILLIS);
        rates(encoder, START_MILLIS, 1, 10_000_000, Map.of(), "");
        rates(encoder, START_MILLIS + 20_000, 3, 40_000_000, Map.of("cpu", 4), "");
        rates(encoder, START_MILLIS + 40_000, 5, 10_000_000, Map.of(), "p-1");
        try (BlockWriter writer = new BlockWriter(address)) {
            writer.write(encoder.finish(UUID.randomUUID().toString()));
        }
    }

    private static void rates(
            BlockEncoder encoder,
            long sinceMillis,
            long sequence,
            long cpu,
            Map<String, Integer> slowed,
            String policy) {
        encoder.rates(
                "checkout",
                "a",
                sinceMillis,
                sequence,
                new TreeMap<>(Map.of("cpu", cpu, "native-memory", 1_024L)),
                new TreeMap<>(slowed),
                policy);
    }

    /** In each of six windows 600, 300 and 100 ns times the factor on the three stacks, and 5 bytes on the first. */
    private static void instance(BlockEncoder encoder, String instance, String version, long factor) {
        encoder.instance("checkout", instance, Map.of("version", version, "zone", "eu-1"), END_MILLIS - 10_000);
        long sequence = 1;
        for (long window = START_MILLIS; window < END_MILLIS; window += 10_000) {
            encoder.sample("checkout", "cpu", instance, window, 1, 1, 600 * factor, 6);
            encoder.sample("checkout", "cpu", instance, window, 1, 2, 300 * factor, 3);
            encoder.sample("checkout", "cpu", instance, window, 1, 3, 100 * factor, 1);
            encoder.sample("checkout", "alloc", instance, window, 1, 1, 5, 1);
            encoder.ledger("checkout", instance, "cpu", window, sequence, 12, Map.of(1, 2L));
            encoder.ledger("checkout", instance, "alloc", window, sequence++, 1, Map.of());
        }
    }
}
