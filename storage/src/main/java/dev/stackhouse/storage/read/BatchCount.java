package dev.stackhouse.storage.read;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which batches of an instance there are, as far as the events of {@link DeclaredBooks} tell together. What they leave open is
 * looked up by {@link BatchLookup}.
 */
record BatchCount(List<DeclaredBooks> events) {
    /** Two intervals, and the time from a sample to its row. */
    private static final Duration SILENCE = Duration.ofSeconds(20 + 60);

    /** Collectors tell that a batch is the last one since this format. */
    private static final int TELLING_FORMAT = 2;

    /** A right clock is within a minute. */
    private static final long AHEAD_SECONDS = 60;

    /** A batch that did not wait for anything comes within some minutes. */
    private static final long LATE_SECONDS = 300;

    long least() {
        return events.stream().mapToLong(DeclaredBooks::least).min().orElse(0);
    }

    long greatest() {
        return events.stream().mapToLong(DeclaredBooks::greatest).max().orElse(0);
    }

    /** Different numbers in the range, at least. */
    long seenOfOneEvent() {
        return events.stream().mapToLong(DeclaredBooks::seen).max().orElse(0);
    }

    /** Whether all numbers, from that which came before the range, are there. */
    boolean isComplete() {
        long before = events.stream().mapToLong(DeclaredBooks::before).max().orElse(0);
        boolean joins = before == least() || before == least() - 1;
        return joins && seenOfOneEvent() == greatest() - least() + 1;
    }

    /** Whether nothing was counted twice for certain. */
    boolean isSingle() {
        return events.stream().allMatch(books -> books.surplusRows() == 0 && books.takenBack() == 0);
    }

    /** Batches counted twice, for as long as an instance's batches have as many windows as one another; exact if all were. */
    long doubledAbout() {
        return events.stream()
                .filter(books -> books.surplusRows() > 0 && books.rows() > 0)
                .mapToLong(books ->
                        Math.min(books.seen(), (books.surplusRows() * books.seen() + books.rows() - 1) / books.rows()))
                .max()
                .orElse(0);
    }

    /** Whether it may have ended in the range without saying so. */
    boolean mayHaveEnded(Instant now) {
        long after = events.stream().mapToLong(DeclaredBooks::after).max().orElse(0);
        boolean last = events.stream().anyMatch(DeclaredBooks::last);
        int format = events.stream().mapToInt(DeclaredBooks::format).max().orElse(0);
        return !last && after <= greatest() && format >= TELLING_FORMAT && isSilent(arrivedSeconds(), now);
    }

    static boolean isSilent(long arrivedSeconds, Instant now) {
        return Instant.ofEpochSecond(arrivedSeconds).isBefore(now.minus(SILENCE));
    }

    long arrivedSeconds() {
        return events.stream().mapToLong(DeclaredBooks::arrivedSeconds).max().orElse(0);
    }

    /** See {@link InstanceBooks}. */
    long clockAheadMillis() {
        long delay = events.stream()
                .filter(books -> books.arrivedSeconds() > 0)
                .mapToLong(DeclaredBooks::leastDelaySeconds)
                .min()
                .orElse(0);
        return delay < -AHEAD_SECONDS || delay > LATE_SECONDS ? -delay * 1000 : 0;
    }
}
