package dev.stackhouse.standalone.supervise;

import dev.stackhouse.process.LogLine;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A child process that is started again whenever it dies, sooner the first time than the tenth. Looked after by one thread;
 * everything else may be called from any.
 */
public final class SupervisedChild implements AutoCloseable {
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    /** A child that lived this long is not failing in a loop. */
    private static final long STEADY_NANOS = Duration.ofMinutes(1).toNanos();

    private final String name;
    private final Supplier<RunningChild> starter;
    private final Consumer<String> messages;
    private RunningChild child;
    private boolean closed;
    private boolean down;
    private int restarts;
    private long startedNanos;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long nextTryNanos;

    /**
     * Takes over a child that runs.
     *
     * @param starter starts it again on the same directory and port
     * @param messages is told what happened, a line each
     */
    public SupervisedChild(
            String name, RunningChild child, Supplier<RunningChild> starter, Consumer<String> messages, long nowNanos) {
        this.name = name;
        this.child = child;
        this.starter = starter;
        this.messages = messages;
        this.startedNanos = nowNanos;
    }

    /** Starts the child again if it is dead and its pause is over. Returns once it is usable again, or cannot be started. */
    public void lookAfter(long nowNanos) {
        if (!isDue(nowNanos)) {
            return;
        }
        RunningChild started;
        try {
            // Gives back what a dead child still holds, such as the lock of its directory.
            last().close().run();
            started = starter.get();
        } catch (RuntimeException e) {
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            schedule(nowNanos);
            messages.accept(LogLine.of(name + " could not be started again.")
                    .with("next_try_seconds", pauseMillis / 1_000.0)
                    .with("error", String.valueOf(e.getMessage()))
                    .toString());
            return;
        }
        if (!take(started, nowNanos)) {
            started.close().run();
            return;
        }
        messages.accept(LogLine.of(name + " runs again.")
                .with("pid", started.pid())
                .with("restarts", restarts())
                .toString());
    }

    private synchronized boolean isDue(long nowNanos) {
        if (closed || child.alive().getAsBoolean()) {
            return false;
        }
        if (!down) {
            down = true;
            pauseMillis = nowNanos - startedNanos > STEADY_NANOS
                    ? FIRST_PAUSE_MILLIS
                    : Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            schedule(nowNanos);
            messages.accept(LogLine.of(name + " died and is started again on the same data.")
                    .with("pid", child.pid())
                    .toString());
        }
        return nowNanos - nextTryNanos >= 0;
    }

    private synchronized void schedule(long nowNanos) {
        nextTryNanos = nowNanos + Duration.ofMillis(pauseMillis).toNanos();
    }

    private synchronized boolean take(RunningChild started, long nowNanos) {
        if (closed) {
            return false;
        }
        child = started;
        down = false;
        restarts++;
        startedNanos = nowNanos;
        return true;
    }

    private synchronized RunningChild last() {
        return child;
    }

    public synchronized long pid() {
        return child.pid();
    }

    /** How often it was started again. */
    public synchronized int restarts() {
        return restarts;
    }

    public synchronized boolean isUp() {
        return !down && !closed && child.alive().getAsBoolean();
    }

    /** Stops the child in order and starts it no more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        last().close().run();
    }
}
