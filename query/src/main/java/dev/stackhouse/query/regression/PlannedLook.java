package dev.stackhouse.query.regression;

import dev.stackhouse.query.compare.VersionSelection;
import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.storage.regression.LookKey;
import java.time.Duration;

/**
 * A look at a deploy.
 *
 * @param number from 0
 * @param toMillis where the range that is compared ends, since the Unix epoch; on a boundary of windows
 * @param asked whether somebody asked for it, rather than that it was due
 */
public record PlannedLook(Deploy deploy, Watch watch, String event, int number, long toMillis, boolean asked) {
    /** What was sampled reaches the store within this time. */
    static final Duration ARRIVAL = Duration.ofSeconds(40);

    private static final long WINDOW_MILLIS = 10_000;

    /** A version that was seen so shortly before the end still runs. */
    private static final long STILL_THERE_MILLIS = 60_000;

    /**
     * A look of the schedule.
     *
     * @param startMillis from which its time is counted
     */
    static PlannedLook due(Deploy deploy, Watch watch, String event, int number, long startMillis) {
        long end = startMillis + watch.dueAfter(number).toMillis();
        return new PlannedLook(deploy, watch, event, number, Math.floorDiv(end, WINDOW_MILLIS) * WINDOW_MILLIS, false);
    }

    /** A look that somebody asks for. */
    public static PlannedLook asked(Deploy deploy, Watch watch, String event, long nowMillis) {
        long end = Math.floorDiv(nowMillis, WINDOW_MILLIS) * WINDOW_MILLIS;
        return new PlannedLook(deploy, watch, event, watch.looks().size(), end, true);
    }

    long dueMillis() {
        return toMillis + ARRIVAL.toMillis();
    }

    LookKey key() {
        return new LookKey(deploy.service(), deploy.before(), deploy.after(), event, number);
    }

    /** Whether it only confirms what the last look of the rules found. */
    boolean confirms() {
        return !asked && number >= watch.looks().size();
    }

    /** Whether no look follows. */
    boolean isLast() {
        return !asked && number >= watch.lookCount() - 1;
    }

    /** How often the error budget is halved: to confirm takes nothing from it. */
    int halvings() {
        return confirms() ? watch.looks().size() - 1 : number;
    }

    VersionSelection after() {
        return selection(deploy.after(), deploy.startMillis(), toMillis);
    }

    /**
     * What to compare with: the same time, if the older version still runs; if it was replaced, as much time before the deploy as
     * there is after it, too.
     */
    VersionSelection before() {
        boolean isThere = deploy.beforeSeenMillis() >= toMillis - STILL_THERE_MILLIS;
        long length = toMillis - deploy.startMillis();
        return selection(deploy.before(), isThere ? deploy.startMillis() : deploy.startMillis() - length, toMillis);
    }

    private VersionSelection selection(String version, long fromMillis, long endMillis) {
        return VersionSelection.of(deploy.service(), event, version, fromMillis, endMillis, watch.warmUp());
    }
}
