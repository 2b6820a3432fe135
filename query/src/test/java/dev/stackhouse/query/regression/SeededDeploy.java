package dev.stackhouse.query.regression;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Services of which a version 42 was deployed beside 41, each on some instances: written as the job writes them. In each window thirty
 * methods beside each other and {@code Cart.total} have their shares of the samples.
 */
public final class SeededDeploy {
    /** A window starts here: version 42 is seen first. */
    public static final long DEPLOYED_MILLIS = System.currentTimeMillis() / 10_000 * 10_000 - 7_200_000;

    /** After it nothing is written. */
    public static final long END_MILLIS = DEPLOYED_MILLIS + 45 * 60_000;

    private static final long BEFORE_MILLIS = 30 * 60_000;
    private static final long STEP_MILLIS = 30_000;
    private static final int COMPILED = 2;
    private static final int METHODS = 30;
    private static final int CART_TOTAL = 31;
    private static final int OLD_TAX = 32;
    private static final long SAMPLE_NANOS = 10_000_000;
    private static final double SAMPLES_A_WINDOW = 1_200;

    private final BlockEncoder encoder = new BlockEncoder();
    private final Random random = new Random(7);
    private final String service;

    private SeededDeploy(String service) {
        this.service = service;
    }

    /** Six instances of either version, with a share of Cart.total. */
    public static void write(StoreAddress address, String service, double before, double after) {
        write(address, service, before, after, 6);
    }

    /** Six instances of either version; {@code OldTax.apply}, which has a share of 41, is gone in 42. */
    public static void writeWithGone(StoreAddress address, String service, double before, double after, double oldTax) {
        write(address, service, new Shares(before, before, END_MILLIS, oldTax), Shares.always(after), 6);
    }

    /** The same with some instances of the newer version. */
    public static void write(StoreAddress address, String service, double before, double after, int newer) {
        write(address, service, Shares.always(before), Shares.always(after), newer);
    }

    /** Six of the newer version, on which Cart.total is as it was from a moment on. */
    static void writeTransient(StoreAddress address, String service, double before, double after, long untilMillis) {
        write(address, service, Shares.always(before), new Shares(after, before, untilMillis, 0), 6);
    }

    /**
     * What a version spends.
     *
     * @param cart on Cart.total
     * @param cartLater the same from a moment on
     * @param oldTax on OldTax.apply
     */
    private record Shares(double cart, double cartLater, long untilMillis, double oldTax) {
        static Shares always(double cart) {
            return new Shares(cart, cart, END_MILLIS, 0);
        }
    }

    private static void write(StoreAddress address, String service, Shares before, Shares after, int newer) {
        SeededDeploy seeded = new SeededDeploy(service);
        seeded.code();
        for (int instance = 0; instance < 6; instance++) {
            seeded.instance("41-" + instance, "41", DEPLOYED_MILLIS - BEFORE_MILLIS, before);
        }
        for (int instance = 0; instance < newer; instance++) {
            seeded.instance("42-" + instance, "42", DEPLOYED_MILLIS, after);
        }
        try (BlockWriter writer = new BlockWriter(address)) {
            writer.write(seeded.encoder.finish(UUID.randomUUID().toString()));
        }
    }

    private void code() {
        encoder.frame(2, "com.acme.Checkout", "run", 10, COMPILED);
        for (int method = 0; method < METHODS; method++) {
            encoder.frame(10 + method, "com.acme.Step" + method, "take", 5, COMPILED);
            encoder.stack(service, 1, 1 + method, new long[] {2, 10 + method});
        }
        encoder.frame(9, "com.acme.Cart", "total", 12, COMPILED);
        encoder.stack(service, 1, CART_TOTAL, new long[] {2, 9});
        encoder.frame(8, "com.acme.OldTax", "apply", 7, COMPILED);
        encoder.stack(service, 1, OLD_TAX, new long[] {2, 8});
    }

    private void instance(String name, String version, long fromMillis, Shares of) {
        String instance = service + "-" + name;
        Map<String, String> labels = Map.of("version", version, "env", "prod");
        encoder.instance(service, instance, labels, fromMillis);
        encoder.instance(service, instance, labels, END_MILLIS - 10_000);
        double[] shares = new double[METHODS + 1];
        for (int method = 0; method < METHODS; method++) {
            // Instances differ by some per cent, as they do.
            shares[method] = (1 - of.cart - of.oldTax) / METHODS * Math.exp(0.04 * random.nextGaussian());
        }
        shares[METHODS] = of.cart * Math.exp(0.04 * random.nextGaussian());
        for (long window = fromMillis; window < END_MILLIS; window += STEP_MILLIS) {
            for (int method = 0; method <= METHODS; method++) {
                boolean later = method == METHODS && window >= of.untilMillis;
                sample(instance, window, 1 + method, later ? shares[method] * of.cartLater / of.cart : shares[method]);
            }
            if (of.oldTax > 0) {
                sample(instance, window, OLD_TAX, of.oldTax);
            }
        }
    }

    private void sample(String instance, long window, int stack, double share) {
        double mean = SAMPLES_A_WINDOW * share;
        int samples = (int) Math.max(1, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        encoder.sample(service, "cpu", instance, window, 1, stack, samples * SAMPLE_NANOS, samples);
    }
}
