package dev.stackhouse.collector;

import java.util.concurrent.locks.LockSupport;

/**
 * The application of the agent's tests: burns CPU in a ratio of 3 to 1, allocates and contends for a lock in named methods, for
 * the given number of seconds. Prints that it runs, and then what it can see of the collector and how long it took.
 */
public final class Workload {
    private static final Object LOCK = new Object();
    private static volatile long sink;
    static volatile byte[] buffer = new byte[0];

    private Workload() {}

    public static void main(String[] args) {
        System.out.println("runs");
        long start = System.nanoTime();
        long end = start + (long) (Double.parseDouble(args[0]) * 1e9);
        for (int i = 0; i < 2; i++) {
            Thread contender = new Thread(() -> {
                while (System.nanoTime() < end) {
                    enterContendedLock();
                }
            });
            contender.setDaemon(true);
            contender.start();
        }
        while (System.nanoTime() < end) {
            burnThreeQuarters();
            burnOneQuarter();
            allocate();
            LockSupport.parkNanos(1_000_000);
        }
        System.out.println("sees=" + sees("org.apache.kafka.clients.producer.KafkaProducer")
                + sees("dev.stackhouse.collector.Collector") + sees("com.google.protobuf.Message")
                + sees("org.slf4j.Logger"));
        System.out.println("tookMillis=" + (System.nanoTime() - start) / 1_000_000);
    }

    private static boolean sees(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    static void burnThreeQuarters() {
        unit();
        unit();
        unit();
    }

    static void burnOneQuarter() {
        unit();
    }

    private static void unit() {
        long x = sink;
        for (int i = 0; i < 500_000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            x ^= x >>> 29;
        }
        sink = x;
    }

    static void allocate() {
        for (int i = 0; i < 20; i++) {
            buffer = new byte[20_000];
        }
    }

    static void enterContendedLock() {
        synchronized (LOCK) {
            LockSupport.parkNanos(4_000_000);
        }
    }
}
