package dev.stackhouse.regression;

/**
 * A range of hours since the Unix epoch.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Hours(long from, long to) {
    public int length() {
        return (int) (to - from);
    }

    Hours earlier(int hours) {
        return new Hours(from - hours, to - hours);
    }
}
