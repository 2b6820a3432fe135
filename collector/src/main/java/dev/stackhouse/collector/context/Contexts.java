package dev.stackhouse.collector.context;

import dev.stackhouse.collector.Notices;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every thread works on, and did when its samples were taken. The application's threads {@link #openLabel open} and {@link #close}
 * scopes, without locks; one thread of the collector reads. Threads are known by their Java ids.
 *
 * <p>A scope belongs to a platform thread. Virtual threads have none: samples are of the thread that carries them, and nobody tells
 * which virtual thread that carried at the time.
 *
 * <p>Nothing of this remains in the application's threads when it is over: they refer to it weakly.
 */
public final class Contexts {
    /** In which there are scopes or were lately, of which the reader has not heard. */
    private static final int MOST_NEW_THREADS = 10_000;
    /** Of all threads, waiting or remembered: a few megabytes. */
    private static final int MOST_INTERVALS = 50_000;
    /** How many tokens a thread gives before it comes to those of the next. */
    private static final long TOKENS_OF_THREAD = 1L << 32;

    private static final @Nullable Class<?> VIRTUAL_THREAD = virtualThread();

    private final LongSupplier clockTicks;
    private final Supplier<@Nullable LongSupplier> lastSampleTicks;
    private final long longTicks;

    @SuppressWarnings("ThreadLocalUsage") // It ends with the collector, of which there is one at a time.
    private final ThreadLocal<WeakReference<ThreadScopes>> scopesOfThread = new ThreadLocal<>();

    private final ConcurrentLinkedQueue<ThreadScopes> newThreads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger roomForThreads = new AtomicInteger(MOST_NEW_THREADS);
    private final AtomicInteger roomForIntervals = new AtomicInteger(MOST_INTERVALS);
    /** Scopes of an earlier collector are not ours, whatever they are called. */
    private final AtomicLong tokens = new AtomicLong(new SplittableRandom().nextLong());

    private volatile boolean isAskedByVirtualThreads;
    /** Belongs to the reader. A thread that had its thread-local values erased has several. */
    private final Map<Long, List<ThreadHistory>> histories = new HashMap<>();

    /**
     * Which thread with scopes was last seen on a thread of the operating system, by its number. That may outlive it: when the main
     * thread ends, the JVM goes on with it under another name.
     */
    private final Map<Integer, Long> lastOfNativeThread = new HashMap<>();

    private long lostByEndedThreads;
    private long lostBefore;

    /**
     * @param clockTicks the profiler's clock
     * @param lastSampleTicks called by a thread, gives what tells it when its last sample was taken; null if that cannot be told
     * @param longTicks from this length on a scope may have samples that were taken without its thread
     */
    public Contexts(LongSupplier clockTicks, Supplier<@Nullable LongSupplier> lastSampleTicks, long longTicks) {
        this.clockTicks = clockTicks;
        this.lastSampleTicks = lastSampleTicks;
        this.longTicks = longTicks;
    }

    /** Of threads that cannot say what they work on. */
    public static Contexts ofNobody() {
        return new Contexts(() -> 0, () -> null, 0);
    }

    private static @Nullable Class<?> virtualThread() {
        try {
            return Class.forName("java.lang.BaseVirtualThread");
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Opens a label on the current thread and gives its token, or 0. */
    public long openLabel(@Nullable String name, @Nullable String value) {
        if (name == null || value == null) {
            return 0;
        }
        ThreadScopes scopes = ofThisThread();
        return scopes == null ? 0 : scopes.openLabel(name, Labels.shortened(value), clockTicks.getAsLong());
    }

    /** Opens a span on the current thread and gives its token, or 0. */
    public long openSpan(@Nullable String traceId, @Nullable String spanId) {
        if (traceId == null || spanId == null) {
            return 0;
        }
        ThreadScopes scopes = ofThisThread();
        return scopes == null ? 0 : scopes.openSpan(traceId, spanId, clockTicks.getAsLong());
    }

    /** Closes what is open on the current thread under a token. */
    public void close(long token) {
        WeakReference<ThreadScopes> known = scopesOfThread.get();
        ThreadScopes scopes = known == null ? null : known.get();
        if (scopes != null) {
            scopes.close(token, clockTicks.getAsLong());
        }
    }

    private @Nullable ThreadScopes ofThisThread() {
        WeakReference<ThreadScopes> known = scopesOfThread.get();
        ThreadScopes scopes = known == null ? null : known.get();
        return scopes == null ? begin(Thread.currentThread()) : scopes;
    }

    private @Nullable ThreadScopes begin(Thread thread) {
        if (VIRTUAL_THREAD != null && VIRTUAL_THREAD.isInstance(thread)) {
            isAskedByVirtualThreads = true;
            return null;
        }
        if (roomForThreads.get() <= 0) {
            return null;
        }
        LongSupplier lastSample = lastSampleTicks.get();
        ThreadScopes scopes = new ThreadScopes(
                thread,
                lastSample == null ? () -> Long.MAX_VALUE : lastSample,
                longTicks,
                tokens.getAndAdd(TOKENS_OF_THREAD),
                roomForIntervals);
        roomForThreads.decrementAndGet();
        newThreads.add(scopes);
        scopesOfThread.set(new WeakReference<>(scopes));
        return scopes;
    }

    /** Reads what all threads wrote until now. */
    void refresh() {
        for (ThreadScopes scopes = newThreads.poll(); scopes != null; scopes = newThreads.poll()) {
            roomForThreads.incrementAndGet();
            histories
                    .computeIfAbsent(scopes.thread().getId(), id -> new ArrayList<>(1))
                    .add(new ThreadHistory(scopes));
        }
        histories.values().forEach(ofThread -> ofThread.forEach(ThreadHistory::refresh));
    }

    /**
     * What a thread worked on at a moment before the last {@link #refresh}; {@link Context#NONE} also where that is not known.
     *
     * @param nativeThreadId the operating system's
     * @param threadId that of the Java thread that is known on it
     */
    Context at(int nativeThreadId, long threadId, long ticks) {
        List<ThreadHistory> ofThread = histories.get(threadId);
        if (ofThread != null) {
            lastOfNativeThread.put(nativeThreadId, threadId);
        } else {
            Long earlier = lastOfNativeThread.get(nativeThreadId);
            ofThread = earlier == null ? null : histories.get(earlier);
        }
        if (ofThread == null) {
            return Context.NONE;
        }
        for (int i = ofThread.size() - 1; i >= 0; i--) {
            Context context = ofThread.get(i).at(ticks);
            if (context != Context.NONE) {
                return context;
            }
        }
        return Context.NONE;
    }

    /** Forgets what ended before a moment, and says what there was no room for. */
    void forget(long beforeTicks) {
        for (Iterator<List<ThreadHistory>> threads = histories.values().iterator(); threads.hasNext(); ) {
            List<ThreadHistory> ofThread = threads.next();
            for (Iterator<ThreadHistory> each = ofThread.iterator(); each.hasNext(); ) {
                ThreadHistory history = each.next();
                roomForIntervals.addAndGet(history.forget(beforeTicks));
                if (history.isOver()) {
                    lostByEndedThreads += history.lost();
                    each.remove();
                }
            }
            if (ofThread.isEmpty()) {
                threads.remove();
            }
        }
        lastOfNativeThread.values().removeIf(threadId -> !histories.containsKey(threadId));
        say();
    }

    private void say() {
        if (isAskedByVirtualThreads) {
            Notices.say("virtual threads", "labels and spans of virtual threads are not recorded");
        }
        if (lost() > lostBefore) {
            Notices.say("scopes", "labels or spans are missing from samples, there are too many in an interval");
        } else {
            Notices.forget("scopes");
        }
        lostBefore = lost();
    }

    /** Threads that are remembered. */
    int threads() {
        return histories.size();
    }

    /** Scopes that were not kept for want of room, until now. */
    long lost() {
        long lost = lostByEndedThreads;
        for (List<ThreadHistory> ofThread : histories.values()) {
            for (ThreadHistory history : ofThread) {
                lost += history.lost();
            }
        }
        return lost;
    }
}
