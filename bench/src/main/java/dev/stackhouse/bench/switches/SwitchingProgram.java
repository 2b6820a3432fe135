package dev.stackhouse.bench.switches;

import java.util.concurrent.locks.LockSupport;
import one.profiler.AsyncProfiler;

/**
 * Two threads that wake each other in turns while async-profiler samples them in one way after the other. Arguments: rounds, a file
 * for recordings, and what async-profiler is told; "none" is nothing. Prints a line for every way in every round: its place among the arguments, from
 * 0 on, and nanoseconds a turn.
 */
public final class SwitchingProgram {
    private static final String NOTHING = "none";
    private static final int WARM_UP_MILLIS = 3_000;
    private static final int MEASURED_MILLIS = 2_000;
    private static final int BETWEEN_MILLIS = 100;

    private final Thread[] threads = new Thread[2];
    private volatile int whose;
    private volatile long turns;

    private SwitchingProgram() {}

    public static void main(String[] args) throws Exception {
        SwitchingProgram program = new SwitchingProgram();
        program.start();
        Thread.sleep(WARM_UP_MILLIS);
        AsyncProfiler profiler = AsyncProfiler.getInstance();
        for (int round = Integer.parseInt(args[0]); round > 0; round--) {
            for (int way = 2; way < args.length; way++) {
                if (!args[way].equals(NOTHING)) {
                    profiler.execute("start,jfr," + args[way] + ",file=" + args[1]);
                }
                Thread.sleep(BETWEEN_MILLIS);
                System.out.printf("%d %.1f%n", way - 2, program.nanosPerTurn());
                if (!args[way].equals(NOTHING)) {
                    profiler.stop();
                }
                Thread.sleep(BETWEEN_MILLIS);
            }
        }
    }

    private void start() {
        for (int i = 0; i < threads.length; i++) {
            int own = i;
            threads[i] = new Thread(() -> take(own), "turns-" + i);
            threads[i].setDaemon(true);
        }
        for (Thread thread : threads) {
            thread.start();
        }
    }

    private void take(int own) {
        int other = 1 - own;
        long taken = 0;
        while (true) {
            while (whose != own) {
                LockSupport.park(this);
            }
            taken++;
            turns = 2 * taken;
            whose = other;
            LockSupport.unpark(threads[other]);
        }
    }

    private double nanosPerTurn() throws InterruptedException {
        long turnsBefore = turns;
        long startNanos = System.nanoTime();
        Thread.sleep(MEASURED_MILLIS);
        return (double) (System.nanoTime() - startNanos) / (turns - turnsBefore);
    }
}
