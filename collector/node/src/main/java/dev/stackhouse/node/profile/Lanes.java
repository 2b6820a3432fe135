package dev.stackhouse.node.profile;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that do what takes time, a few for each pace that a JVM has shown: of those that answer quickly none waits for one that
 * answers late or never. Thread-safe.
 */
public final class Lanes {
    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 60;

    /** How long what is done to a JVM takes. */
    enum Pace {
        UNKNOWN,
        QUICK,
        SLOW
    }

    private final Map<Pace, ThreadPoolExecutor> lanes = new EnumMap<>(Pace.class);

    public Lanes() {
        for (Pace pace : Pace.values()) {
            lanes.put(pace, lane("node-" + pace.name().toLowerCase(Locale.ROOT) + "-"));
        }
    }

    private static ThreadPoolExecutor lane(String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor lane = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new Thread(work, name + number.incrementAndGet()));
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }

    Executor of(Pace pace) {
        return Objects.requireNonNull(lanes.get(pace));
    }

    /** Nothing more is begun; waits for what was. */
    public void end(Duration patience) throws InterruptedException {
        lanes.values().forEach(ThreadPoolExecutor::shutdown);
        long endNanos = System.nanoTime() + patience.toNanos();
        for (ThreadPoolExecutor lane : lanes.values()) {
            lane.awaitTermination(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
