package dev.stackhouse.query.server;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A store with forty minutes of a service "checkout" on six instances of each of three versions: 41; 42, the same code; and 43, in
 * which {@code Cart.total} takes 8 % of the samples in place of 5. The instances of 44 have just begun; 45 has one alone.
 */
final class SeededVersions {
    /** A window starts here. */
    static final long START_MILLIS = System.currentTimeMillis() / 10_000 * 10_000 - 3_000_000;

    static final long END_MILLIS = START_MILLIS + 2_400_000;

    private static final int COMPILED = 2;
    private static final int METHODS = 30;
    private static final int CART_TOTAL = 31;
    private static final int THREAD_TYPE = 8;
    private static final long SAMPLE_NANOS = 10_000_000;
    private static final double SAMPLES_A_WINDOW = 400;

    private final BlockEncoder encoder = new BlockEncoder();
    private final Random random = new Random(7);

    private SeededVersions() {}

    static void write(StoreAddress address) {
        SeededVersions seeded = new SeededVersions();
        seeded.code();
        for (int instance = 0; instance < 6; instance++) {
            seeded.instance("41-" + instance, "41", START_MILLIS, 0.05);
            seeded.instance("42-" + instance, "42", START_MILLIS, 0.05);
            seeded.instance("43-" + instance, "43", START_MILLIS, 0.08);
            seeded.instance("44-" + instance, "44", END_MILLIS - 300_000, 0.08);
        }
        seeded.instance("45-0", "45", START_MILLIS, 0.05);
        try (BlockWriter writer = new BlockWriter(address)) {
            writer.write(seeded.encoder.finish(UUID.randomUUID().toString()));
        }
    }

    /** Thirty methods beside each other, and Cart.total, all below one that runs them, in threads of a pool. */
    private void code() {
        encoder.frame(1, "", "pool-#", 0, THREAD_TYPE);
        encoder.frame(2, "com.acme.Checkout", "run", 10, COMPILED);
        for (int method = 0; method < METHODS; method++) {
            encoder.frame(10 + method, "com.acme.Step" + method, "take", 5, COMPILED);
            encoder.stack("checkout", 1, 1 + method, new long[] {1, 2, 10 + method});
        }
        encoder.frame(9, "com.acme.Cart", "total", 12, COMPILED);
        encoder.stack("checkout", 1, CART_TOTAL, new long[] {1, 2, 9});
    }

    private void instance(String instance, String version, long fromMillis, double shareOfCart) {
        encoder.instance("checkout", instance, Map.of("version", version), fromMillis);
        encoder.instance("checkout", instance, Map.of("version", version), END_MILLIS - 10_000);
        double[] shares = new double[METHODS];
        for (int method = 0; method < METHODS; method++) {
            // Instances differ by some per cent, as they do.
            shares[method] = (1 - shareOfCart) / METHODS * Math.exp(0.04 * random.nextGaussian());
        }
        double cart = shareOfCart * Math.exp(0.04 * random.nextGaussian());
        for (long window = fromMillis; window < END_MILLIS; window += 10_000) {
            for (int method = 0; method < METHODS; method++) {
                sample(instance, window, 1 + method, shares[method]);
            }
            sample(instance, window, CART_TOTAL, cart);
        }
    }

    private void sample(String instance, long window, int stack, double share) {
        double mean = SAMPLES_A_WINDOW * share;
        int samples = (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        if (samples > 0) {
            encoder.sample("checkout", "cpu", instance, window, 1, stack, samples * SAMPLE_NANOS, samples);
        }
    }
}
