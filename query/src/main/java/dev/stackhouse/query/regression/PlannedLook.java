package dev.stackhouse.query.regression;

import dev.stackhouse.query.compare.VersionComparison.Lately;
import dev.stackhouse.query.compare.VersionSelection;
import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.storage.regression.LookKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A look at a deploy.
 *
 * @param number from 0
 * @param toMillis where the range that is compared ends, since the Unix epoch; on a boundary of windows
 * @param asked whether somebody asked for it, rather than that it was due
 */
public record PlannedLook(Deploy deploy, Watch watch, String event, int number, long toMillis, boolean asked)
        implements Look {
    /** What was sampled reaches the store within this time. */
    static final Duration ARRIVAL = Duration.ofSeconds(40);

    private static final long WINDOW_MILLIS = 10_000;
    private static final long LATELY = 4;
    private static final long LEAST_LATELY_MILLIS = Duration.ofMinutes(5).toMillis();

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

    @Override
    public String service() {
        return deploy.service();
    }

    /** Whether it only confirms what the last look of the rules found. */
    @Override
    public boolean confirms() {
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

    /** The last quarter of the time since the look before, at least some minutes; null where that is all of it, or somebody asks for all of it. */
    @Nullable
    Lately lately() {
        if (asked) {
            return null;
        }
        long fromMillis = toMillis - Math.max(LEAST_LATELY_MILLIS, sinceLastLookMillis() / LATELY);
        fromMillis = Math.floorDiv(fromMillis, WINDOW_MILLIS) * WINDOW_MILLIS;
        if (fromMillis <= deploy.startMillis() + watch.warmUp().toMillis()) {
            return null;
        }
        VersionSelection older = isThere() ? selection(deploy.before(), fromMillis, toMillis) : before();
        return new Lately(older, selection(deploy.after(), fromMillis, toMillis));
    }

    private long sinceLastLookMillis() {
        Duration before = number == 0 ? watch.warmUp() : watch.dueAfter(number - 1);
        return watch.dueAfter(number).minus(before).toMillis();
    }

    private boolean isThere() {
        return deploy.beforeSeenMillis() >= toMillis - STILL_THERE_MILLIS;
    }

    /**
     * What to compare with: the same time, if the older version still runs; if it was replaced, as much time before the deploy as
     * there is after it, too.
     */
    VersionSelection before() {
        long length = toMillis - deploy.startMillis();
        return selection(deploy.before(), isThere() ? deploy.startMillis() : deploy.startMillis() - length, toMillis);
    }

    private VersionSelection selection(String version, long fromMillis, long endMillis) {
        return VersionSelection.of(deploy.service(), event, version, fromMillis, endMillis, watch.warmUp());
    }
}
