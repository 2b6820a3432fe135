package dev.stackhouse.bench.labels;

import com.sun.management.ThreadMXBean;
import dev.stackhouse.api.Scope;
import dev.stackhouse.api.Stackhouse;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * A program that opens and closes scopes, and prints what one takes of its thread's CPU time, beyond the work inside, and of its heap. CPU time, so that it
 * hardly matters who else uses the machine; medians of rounds.
 */
@SuppressWarnings("try") // Scopes are there to be closed.
public final class ScopeCost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 10;
    private static final int SCOPES = 2_000_000;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** So that nothing can be left out. */
    private static volatile long sink;

    private ScopeCost() {}

    public static void main(String[] args) {
        double nothing = measure("nothing", 0, ScopeCost::work);
        measure("label", nothing, x -> {
            try (Scope scope = Stackhouse.label("endpoint", "/pay")) {
                return work(x);
            }
        });
        measure("nested", nothing, x -> {
            try (Scope span = Stackhouse.span(TRACE, "b7ad6b7169203331");
                    Scope endpoint = Stackhouse.label("endpoint", "/pay");
                    Scope step = Stackhouse.label("step", "charge")) {
                return work(x);
            }
        });
    }

    private static long work(long x) {
        return x * 6364136223846793005L + 1442695040888963407L;
    }

    private static double measure(String name, double beyondNanos, LongUnaryOperator scope) {
        double[] nanos = new double[ROUNDS];
        double[] bytes = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long bytesBefore =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            long nanosBefore = THREADS.getCurrentThreadCpuTime();
            long x = sink;
            for (int i = 0; i < SCOPES; i++) {
                x = scope.applyAsLong(x);
            }
            sink = x;
            if (round >= 0) {
                nanos[round] = (THREADS.getCurrentThreadCpuTime() - nanosBefore) / (double) SCOPES;
                bytes[round] =
                        (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytesBefore)
                                / (double) SCOPES;
            }
        }
        Arrays.sort(nanos);
        Arrays.sort(bytes);
        double median = nanos[ROUNDS / 2];
        System.out.println(name + " " + (median - beyondNanos) + " " + bytes[ROUNDS / 2]);
        return median;
    }
}
