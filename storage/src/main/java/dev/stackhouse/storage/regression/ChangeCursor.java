package dev.stackhouse.storage.regression;

/**
 * A place in the sequence of all changes of incidents, which is ordered by these.
 *
 * @param changedMillis since the Unix epoch
 */
public record ChangeCursor(long changedMillis, String id, int revision) {
    /** Before every change since a moment. */
    public static ChangeCursor before(long millis) {
        return new ChangeCursor(millis, "", 0);
    }

    /** After a change. */
    public static ChangeCursor after(IncidentRow change) {
        return new ChangeCursor(change.changedMillis(), change.id(), change.revision());
    }
}
