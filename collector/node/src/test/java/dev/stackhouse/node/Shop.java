package dev.stackhouse.node;

/** The application of the tests: burns CPU in a named method for so many seconds. It knows nothing of a profiler. */
public final class Shop {
    static volatile double sink;

    private Shop() {}

    public static void main(String[] args) throws InterruptedException {
        long endNanos = System.nanoTime() + (long) (Double.parseDouble(args[0]) * 1e9);
        while (System.nanoTime() < endNanos) {
            pay();
            Thread.sleep(5);
        }
    }

    static void pay() {
        double sum = 0;
        for (int i = 0; i < 300_000; i++) {
            sum += Math.sqrt(i);
        }
        sink = sum;
    }
}
