package dev.stackhouse.query.regression;

import dev.stackhouse.regression.ShiftSearch;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Services of which version 41 runs for weeks on six instances: written as the job writes them, with one window each half hour. Load follows
 * the day, and so does the share of {@code Report.render}; {@code Cart.total} may take more for some hours.
 */
public final class SeededHistory {
    private static final long HOUR = 3_600_000;
    private static final long HALF_HOUR = HOUR / 2;

    /** After it nothing is written; a whole hour. */
    public static final long END_MILLIS = System.currentTimeMillis() / HOUR * HOUR - HOUR;

    /** When Cart.total becomes dearer, if it does. */
    public static final long CHANGED_MILLIS = END_MILLIS - 20 * HOUR;

    /** When it is over, if it is. */
    public static final long OVER_MILLIS = CHANGED_MILLIS + 10 * HOUR;

    private static final int INSTANCES = 6;
    private static final int METHODS = 30;
    private static final int CART_TOTAL = METHODS + 1;
    private static final int REPORT_RENDER = METHODS + 2;
    private static final int COMPILED = 2;
    private static final long SAMPLE_NANOS = 10_000_000;
    private static final double SAMPLES_A_WINDOW = 4_000;
    private static final double CART = 0.021;
    private static final double REPORT = 0.05;

    private final BlockEncoder encoder = new BlockEncoder();
    private final Random random = new Random(11);
    private final String service;

    private SeededHistory(String service) {
        this.service = service;
    }

    /** All the history that a look needs, in which nothing happens. */
    static void writeQuiet(StoreAddress address, String service) {
        SeededHistory seeded = new SeededHistory(service);
        seeded.instances("41", historyFrom(), CART, END_MILLIS);
        seeded.write(address);
    }

    /** The same with a share of Cart.total from the change on until it is over. */
    public static void writeShifted(StoreAddress address, String service, double after, long overMillis) {
        SeededHistory seeded = new SeededHistory(service);
        seeded.instances("41", historyFrom(), after, overMillis);
        seeded.write(address);
    }

    /** The same in which an equal version 42 begins beside 41, rather than that something changes. */
    static void writeDeployed(StoreAddress address, String service) {
        SeededHistory seeded = new SeededHistory(service);
        seeded.instances("41", historyFrom(), CART, END_MILLIS);
        seeded.instances("42", CHANGED_MILLIS, CART, END_MILLIS);
        seeded.write(address);
    }

    /** Some days alone. */
    static void writeYoung(StoreAddress address, String service) {
        SeededHistory seeded = new SeededHistory(service);
        seeded.instances("41", END_MILLIS - Duration.ofDays(6).toMillis(), CART, END_MILLIS);
        seeded.write(address);
    }

    private static long historyFrom() {
        return CHANGED_MILLIS - ShiftSearch.HISTORY_HOURS * HOUR;
    }

    private void instances(String version, long fromMillis, double after, long overMillis) {
        for (int instance = 0; instance < INSTANCES; instance++) {
            instance(service + "-" + version + "-" + instance, version, fromMillis, after, overMillis);
        }
    }

    private void instance(String instance, String version, long fromMillis, double after, long overMillis) {
        Map<String, String> labels = Map.of("version", version, "env", "prod");
        encoder.instance(service, instance, labels, fromMillis);
        encoder.instance(service, instance, labels, END_MILLIS - HALF_HOUR);
        double[] own = new double[REPORT_RENDER + 1];
        for (int method = 0; method < own.length; method++) {
            // Instances differ by some per cent, as they do.
            own[method] = Math.exp(0.04 * random.nextGaussian());
        }
        for (long window = fromMillis; window < END_MILLIS; window += HALF_HOUR) {
            double day = Math.sin(2 * Math.PI * (window % (24 * HOUR)) / (24.0 * HOUR));
            double load = SAMPLES_A_WINDOW * (1 + 0.4 * day);
            double cart = window >= CHANGED_MILLIS && window < overMillis ? after : CART;
            double report = REPORT * (1 + 0.5 * day);
            for (int method = 1; method <= METHODS; method++) {
                sample(instance, window, method, load * own[method] * (1 - cart - report) / METHODS);
            }
            sample(instance, window, CART_TOTAL, load * own[CART_TOTAL] * cart);
            sample(instance, window, REPORT_RENDER, load * own[REPORT_RENDER] * report);
        }
    }

    private void sample(String instance, long window, int stack, double mean) {
        int samples = (int) Math.max(1, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        encoder.sample(service, "cpu", instance, window, 1, stack, samples * SAMPLE_NANOS, samples);
    }

    private void write(StoreAddress address) {
        encoder.frame(2, "com.acme.Checkout", "run", 10, COMPILED);
        for (int method = 1; method <= METHODS; method++) {
            stack(method, 10 + method, "com.acme.Step" + method, "take");
        }
        stack(CART_TOTAL, 9, "com.acme.Cart", "total");
        stack(REPORT_RENDER, 8, "com.acme.Report", "render");
        try (BlockWriter writer = new BlockWriter(address)) {
            writer.write(encoder.finish(UUID.randomUUID().toString()));
        }
    }

    private void stack(int stack, long frame, String className, String method) {
        encoder.frame(frame, className, method, 5, COMPILED);
        encoder.stack(service, 1, stack, new long[] {2, frame});
    }
}
