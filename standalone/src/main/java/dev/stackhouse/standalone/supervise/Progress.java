package dev.stackhouse.standalone.supervise;

import dev.stackhouse.standalone.client.DurationText;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells people what they wait for: every step that takes longer than 2 s is named, and named again every 10 s. Thread-safe. */
public final class Progress implements AutoCloseable {
    private static final long SILENT_SECONDS = 2;
    private static final long AGAIN_SECONDS = 10;

    private final Consumer<String> messages;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts silent.
     *
     * @param messages receives sentences
     */
    public Progress(Consumer<String> messages) {
        this.messages = messages;
    }

    /** Tells whoever watches the terminal; standard output is for results. */
    public static Progress onStandardError() {
        return new Progress(System.err::println);
    }

    /** Takes a step on this thread. */
    public <T> T step(String name, Supplier<T> work) {
        long startNanos = System.nanoTime();
        ScheduledFuture<?> reminder = clock.scheduleWithFixedDelay(
                () -> messages.accept(name + " ... " + elapsed(startNanos)),
                SILENT_SECONDS,
                AGAIN_SECONDS,
                TimeUnit.SECONDS);
        T result;
        try {
            result = work.get();
        } finally {
            reminder.cancel(false);
        }
        if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(SILENT_SECONDS)) {
            messages.accept(name + ": done after " + elapsed(startNanos));
        }
        return result;
    }

    /** Says something about the whole. */
    public void say(String sentence) {
        messages.accept(sentence);
    }

    private static String elapsed(long startNanos) {
        return DurationText.format(Duration.ofNanos(System.nanoTime() - startNanos));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
