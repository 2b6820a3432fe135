package dev.stackhouse.query.regression;

import dev.stackhouse.query.compare.VersionSelection;
import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.regression.Hours;
import dev.stackhouse.regression.ShiftSearch;
import dev.stackhouse.storage.regression.ShiftLookKey;
import java.time.Duration;

/**
 * A look at what has shifted in a service without a new version.
 *
 * @param version the newest that runs
 * @param dueMillis since the Unix epoch; a whole minute
 */
public record PlannedShift(String service, String version, Watch watch, String event, long dueMillis) implements Look {
    static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    /**
     * The newest look that is due at a moment. Looks are on a grid that services share evenly.
     *
     * @param nowMillis since the Unix epoch
     */
    static PlannedShift newest(String service, String version, Watch watch, String event, long nowMillis) {
        long everyMinutes = watch.shifts().every().toMinutes();
        long nowMinutes = Math.floorDiv(nowMillis, MINUTE_MILLIS);
        long since = Math.floorMod(nowMinutes - Fingerprint.number(service), everyMinutes);
        return new PlannedShift(service, version, watch, event, (nowMinutes - since) * MINUTE_MILLIS);
    }

    ShiftLookKey key() {
        return new ShiftLookKey(service, event, dueMillis);
    }

    /** The hour after the last whole one that the store has, since the Unix epoch. */
    long endHour() {
        return Math.floorDiv(dueMillis - PlannedLook.ARRIVAL.toMillis(), HOUR_MILLIS);
    }

    /** The first hour of the history that is looked at. */
    long fromHour() {
        return endHour() - ShiftSearch.HISTORY_HOURS;
    }

    /** All instances of the service in some hours. */
    VersionSelection in(Hours hours) {
        return VersionSelection.ofAll(
                service, event, version, hours.from() * HOUR_MILLIS, hours.to() * HOUR_MILLIS, watch.warmUp());
    }

    /** The minute since the Unix epoch. */
    @Override
    public int number() {
        return (int) (dueMillis / MINUTE_MILLIS);
    }

    @Override
    public boolean asked() {
        return false;
    }

    @Override
    public boolean confirms() {
        return false;
    }
}
