package dev.stackhouse.bench.interval;

import java.nio.file.Path;
import java.util.Random;

/**
 * A service to profile: twenty threads that are always busy, each request in one of 20 handlers and at one of
 * 1,000 places, 80 to 120 frames deep; some places are busier than others. Runs until it is ended.
 */
public final class DeepService {
    private static final int THREADS = 20;
    private static final int PLACES = 1_000;
    private static final int HANDLERS = 20;
    private static final int COMPONENTS = 100;
    private static final int LEAST_DEPTH = 74;

    private static volatile long sink;

    private DeepService() {}

    /**
     * Starts it.
     *
     * @param args a directory for its classes
     */
    public static void main(String[] args) throws Exception {
        start(DeepCode.compile(Path.of(args[0])));
        Thread.currentThread().join();
    }

    static void start(DeepCode.Entry entry) {
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(i);
            Thread thread = new Thread(() -> serve(entry, random), "http-nio-8080-exec-" + (i + 1));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void serve(DeepCode.Entry entry, Random random) {
        // Odd ones are not written.
        while (sink != 1) {
            double skewed = random.nextDouble() * random.nextDouble();
            int place = (int) (PLACES * skewed);
            long handler = new Random(place % HANDLERS).nextLong();
            // The first dozen of the last frames are those of a component, which several places share.
            long last = new Random(place).nextLong() << 24 | new Random(place % COMPONENTS).nextInt(1 << 24);
            sink = entry.call(LEAST_DEPTH + 2 * (place % HANDLERS), handler, last) & ~1;
        }
    }
}
