package dev.stackhouse.collector.context;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that one thread has open, and those of the past in which a sample of it was taken. Only that thread opens and closes;
 * another one reads.
 *
 * <p>The past is small however many scopes there were: what was closed without a sample is forgotten at once, as async-profiler
 * tells a thread when its last sample was taken. A sample of a thread that waits is taken without the thread, so scopes
 * that were long are kept too. The order of the writes is what makes reading without a lock right: a context is in the past before
 * another one is the current one, so that who reads the current one first and the past then misses none.
 */
final class ThreadScopes {
    /** Of what is never closed there is no end. */
    static final int MOST_OPEN = 64;
    /** Waiting to be read, of one thread. */
    static final int MOST_PAST = 10_000;

    private static final AtomicReferenceFieldUpdater<ThreadScopes, Context> CURRENT =
            AtomicReferenceFieldUpdater.newUpdater(ThreadScopes.class, Context.class, "current");

    private final Thread thread;
    /** When the last sample of this thread was taken. */
    private final LongSupplier lastSampleTicks;

    private final long longTicks;
    /** How many more intervals may be kept, of all threads. */
    private final AtomicInteger room;

    private volatile Context current = Context.NONE;
    private final AtomicLong sinceTicks = new AtomicLong(Long.MIN_VALUE);
    private final ConcurrentLinkedQueue<ContextInterval> past = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Scopes that could not be kept. Written by the thread alone. */
    private final AtomicLong lost = new AtomicLong();

    private long lastToken;

    /**
     * @param tokens those that follow are this thread's
     * @param longTicks from this length on an interval is kept though no sample was taken by the thread
     */
    ThreadScopes(Thread thread, LongSupplier lastSampleTicks, long longTicks, long tokens, AtomicInteger room) {
        this.thread = thread;
        this.lastSampleTicks = lastSampleTicks;
        this.longTicks = longTicks;
        this.lastToken = tokens;
        this.room = room;
    }

    /** The token of the label, or 0. */
    long openLabel(String name, String value, long nowTicks) {
        Context outer = current;
        long token = nextToken(outer);
        if (token != 0) {
            change(outer, outer.label(token, name, value), nowTicks);
        }
        return token;
    }

    /** The token of the span, or 0. */
    long openSpan(String traceId, String spanId, long nowTicks) {
        Context outer = current;
        long token = nextToken(outer);
        if (token != 0) {
            change(outer, outer.span(token, traceId, spanId), nowTicks);
        }
        return token;
    }

    private long nextToken(Context outer) {
        if (outer.depth() >= MOST_OPEN) {
            lost.lazySet(lost.get() + 1);
            return 0;
        }
        if (++lastToken == 0) {
            lastToken = 1;
        }
        return lastToken;
    }

    /** Closes a scope and those inside of it that are still open. One that is not open on this thread is ignored. */
    void close(long token, long nowTicks) {
        Context innermost = current;
        for (Context context = innermost; context != Context.NONE; context = context.outer) {
            if (context.token == token) {
                change(innermost, context.outer, nowTicks);
                return;
            }
        }
    }

    private void change(Context before, Context next, long nowTicks) {
        long since = sinceTicks.get();
        // In this order: a sample between the two readings of the clock belongs to what comes next.
        if (before != Context.NONE && (lastSampleTicks.getAsLong() >= since || nowTicks - since >= longTicks)) {
            keep(new ContextInterval(before, since, nowTicks));
        }
        sinceTicks.lazySet(nowTicks);
        CURRENT.lazySet(this, next);
    }

    private void keep(ContextInterval interval) {
        if (waiting.get() < MOST_PAST && room.get() > 0) {
            room.decrementAndGet();
            waiting.incrementAndGet();
            past.add(interval);
        } else {
            lost.lazySet(lost.get() + 1);
        }
    }

    Thread thread() {
        return thread;
    }

    Context current() {
        return current;
    }

    long sinceTicks() {
        return sinceTicks.get();
    }

    /** The oldest interval of the past that was not taken yet, or null. */
    @Nullable
    ContextInterval takePast() {
        ContextInterval oldest = past.poll();
        if (oldest != null) {
            waiting.decrementAndGet();
        }
        return oldest;
    }

    /** Scopes that could not be kept since the thread began. */
    long lost() {
        return lost.get();
    }
}
