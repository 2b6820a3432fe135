package dev.stackhouse.collector;

/**
 * Takes all of its memory, again and again for the given number of seconds, once the collector has published something; then lets go and
 * works as long.
 */
public final class HungryProgram {
    private static volatile Object[] taken;

    private HungryProgram() {}

    public static void main(String[] args) throws InterruptedException {
        while (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("kafka-producer-network-thread"))) {
            Thread.sleep(50);
        }
        Thread.sleep(500);
        long nanos = (long) (Double.parseDouble(args[0]) * 1e9);
        long hungryUntil = System.nanoTime() + nanos;
        while (System.nanoTime() < hungryUntil) {
            take(1 << 20);
            take(1 << 10);
            take(16);
        }
        taken = null;
        long sum = 0;
        long workUntil = System.nanoTime() + nanos;
        while (System.nanoTime() < workUntil) {
            sum += Long.toString(sum).hashCode();
        }
        System.out.println("ended=" + sum);
    }

    private static void take(int bytes) {
        try {
            while (true) {
                taken = new Object[] {taken, new byte[bytes]};
            }
        } catch (OutOfMemoryError e) {
            // There is no more of this size.
        }
    }
}
