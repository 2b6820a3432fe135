package dev.stackhouse.query.page;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Profiles of a service, small enough to be told by heart: two instances of versions 41 and 42, of which each spends half a
 * core in every window. 60 % go to HashMap.get, 30 % to Tax.apply and 10 % to the kernel. It allocates too, all of it in
 * Tax.apply.
 */
final class SeededProfiles {
    static final long WINDOW_MILLIS = 10_000;

    private static final int COMPILED = 2;
    private static final int KERNEL = 6;
    private static final List<Frame> FRAMES = List.of(
            new Frame("java.lang.Thread", "run", COMPILED),
            new Frame("com.acme.checkout.Cart", "total", COMPILED),
            new Frame("com.acme.checkout.Prices", "lookup", COMPILED),
            new Frame("java.util.HashMap", "get", COMPILED),
            new Frame("com.acme.checkout.Tax", "apply", COMPILED),
            new Frame("", "do_syscall_64", KERNEL));
    private static final long[] LOOKUP = {1, 2, 3, 4};
    private static final long[] TAX = {1, 2, 5};
    private static final long[] SYSTEM_CALL = {1, 6};

    private record Frame(String className, String methodName, int type) {}

    private SeededProfiles() {}

    /** Writes every window of a range. */
    static void write(StoreAddress address, String service, long fromMillis, long toMillis) {
        write(address, service, fromMillis, toMillis, 1);
    }

    /** Writes every window of a range in batches whose numbers begin with this one. */
    static void write(StoreAddress address, String service, long fromMillis, long toMillis, long firstSequence) {
        write(address, service, fromMillis, toMillis, firstSequence, Map.of());
    }

    /** Writes windows in each of which so many samples were dropped, by number of the reason. */
    static void write(
            StoreAddress address, String service, long fromMillis, long toMillis, Map<Integer, Long> dropped) {
        write(address, service, fromMillis, toMillis, 1, dropped);
    }

    private static void write(
            StoreAddress address,
            String service,
            long fromMillis,
            long toMillis,
            long firstSequence,
            Map<Integer, Long> dropped) {
        long droppedSamples =
                dropped.values().stream().mapToLong(Long::longValue).sum();
        BlockEncoder encoder = new BlockEncoder();
        for (int i = 0; i < FRAMES.size(); i++) {
            Frame frame = FRAMES.get(i);
            encoder.frame(i + 1, frame.className(), frame.methodName(), 0, frame.type());
        }
        for (long[] stack : List.of(LOOKUP, TAX, SYSTEM_CALL)) {
            encoder.stack(service, 7, identityOf(stack), stack);
        }
        for (String version : List.of("41", "42")) {
            String instance = service + "-" + version;
            long sequence = firstSequence;
            for (long window = fromMillis; window < toMillis; window += WINDOW_MILLIS) {
                encoder.instance(service, instance, Map.of("version", version, "zone", "eu-1"), window);
                sample(encoder, service, instance, window, "cpu", LOOKUP, 3_000_000_000L, 300);
                sample(encoder, service, instance, window, "cpu", TAX, 1_500_000_000L, 150);
                sample(encoder, service, instance, window, "cpu", SYSTEM_CALL, 500_000_000L, 50);
                sample(encoder, service, instance, window, "alloc", TAX, 20_000_000L, 40);
                encoder.ledger(service, instance, "cpu", window, sequence, 500 + droppedSamples, dropped);
                encoder.ledger(service, instance, "alloc", window, sequence++, 40, Map.of());
            }
        }
        try (BlockWriter writer = new BlockWriter(address)) {
            writer.write(encoder.finish(UUID.randomUUID().toString()));
        }
    }

    private static void sample(
            BlockEncoder encoder,
            String service,
            String instance,
            long window,
            String event,
            long[] stack,
            long value,
            long samples) {
        encoder.sample(service, event, instance, window, 7, identityOf(stack), value, samples);
    }

    private static long identityOf(long[] stack) {
        return stack[stack.length - 1];
    }
}
