package dev.stackhouse.bench.overhead.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Twenty busy threads with stacks of 80 to 120 frames: what makes a profile dear. An operation goes down one path of calls of that
 * length, decided by its own number, and works a little at the end of it.
 */
public final class DeepProgram {
    private static final int THREADS = 20;
    private static final int LEAST_DEPTH = 80;
    private static final int DEPTHS = 40;
    /** Different paths of calls. */
    private static final int PATHS = 300;

    private static volatile long sink;

    private DeepProgram() {}

    public static void main(String[] args) throws IOException {
        CountedProgram counted = new CountedProgram();
        for (int i = 0; i < THREADS; i++) {
            int first = i * 17;
            CountedProgram.work("deep-worker-" + (i + 1), () -> {
                for (long operation = first; true; operation++) {
                    int path = (int) (operation % PATHS);
                    sink = even(LEAST_DEPTH + path % DEPTHS, path * 0x9E3779B97F4A7C15L);
                    counted.count();
                }
            });
        }
        counted.answer();
    }

    private static long even(int depth, long path) {
        if (depth <= 0) {
            return leaf(path);
        }
        return switch ((int) (path & 3)) {
            case 0 -> odd(depth - 1, path >>> 1 | path << 63);
            case 1 -> odd(depth - 1, path >>> 2 | path << 62) + 1;
            default -> Step.of(path).go(depth - 1, path >>> 3 | path << 61);
        };
    }

    private static long odd(int depth, long path) {
        if (depth <= 0) {
            return leaf(path);
        }
        return (path & 1) == 0
                ? even(depth - 1, path >>> 1 | path << 63)
                : Step.of(path).go(depth - 1, path >>> 5 | path << 59);
    }

    /** Works for some tens of microseconds, and allocates. */
    private static long leaf(long seed) {
        List<Long> numbers = new ArrayList<>();
        long x = seed;
        for (int i = 0; i < 20_000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            if ((i & 1023) == 0) {
                numbers.add(x);
            }
        }
        return numbers.hashCode() + x;
    }

    /** Classes whose calls cannot be inlined into one another, as there are too many. */
    private enum Step {
        A {
            @Override
            long go(int depth, long path) {
                return even(depth, path) + 1;
            }
        },
        B {
            @Override
            long go(int depth, long path) {
                return odd(depth, path) + 2;
            }
        },
        C {
            @Override
            long go(int depth, long path) {
                return even(depth, path ^ 0x55) + 3;
            }
        },
        D {
            @Override
            long go(int depth, long path) {
                return odd(depth, path ^ 0xAA) + 4;
            }
        };

        private static final Step[] ALL = values();

        abstract long go(int depth, long path);

        static Step of(long path) {
            return ALL[(int) (path >>> 3 & 3)];
        }
    }
}
