package dev.stackhouse.storage.client;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.storage.StoreAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether ClickHouse answers, told in one line when it stops and in one when it does again, however often it is asked. Moments
 * are those of {@link System#nanoTime()}. Thread-safe.
 */
public final class StoreContact {
    private final StoreAddress address;
    private final Consumer<String> lines;
    private long answeredNanos;
    private @Nullable Long waitingSinceNanos;
    private boolean away;
    private int tries;

    /**
     * Begins as if it had just answered.
     *
     * @param lines is told what to log
     */
    public StoreContact(StoreAddress address, Consumer<String> lines, long nowNanos) {
        this.address = address;
        this.lines = lines;
        this.answeredNanos = nowNanos;
    }

    /** It is being asked, by somebody who waits. */
    public synchronized void asked(long nowNanos) {
        if (waitingSinceNanos == null) {
            waitingSinceNanos = nowNanos;
        }
    }

    /** It was asked and did not answer. */
    public synchronized void failed(long nowNanos, String error) {
        asked(nowNanos);
        tries++;
        if (!away) {
            away = true;
            lines.accept(LogLine.of("ClickHouse does not answer and is asked until it does.")
                    .with("address", address.uri())
                    .with("error", error)
                    .toString());
        }
    }

    /** It answered. */
    public synchronized void answered(long nowNanos) {
        if (away) {
            lines.accept(LogLine.of("ClickHouse answers again.")
                    .with("address", address.uri())
                    .with("away_seconds", String.format(Locale.ROOT, "%.1f", waitMillis(nowNanos) / 1e3))
                    .with("tries", tries)
                    .toString());
        }
        answeredNanos = nowNanos;
        waitingSinceNanos = null;
        away = false;
        tries = 0;
    }

    /** Whether it answered when it was last asked. */
    public synchronized boolean isThere() {
        return !away;
    }

    /** How long it has been asked without an answer; 0 if nobody waits. */
    public synchronized long waitMillis(long nowNanos) {
        return waitingSinceNanos == null
                ? 0
                : Duration.ofNanos(nowNanos - waitingSinceNanos).toMillis();
    }

    /** Time since it last answered, whether or not it was asked meanwhile. */
    public synchronized long silentMillis(long nowNanos) {
        return Duration.ofNanos(nowNanos - answeredNanos).toMillis();
    }
}
