package dev.stackhouse.query.server;

/** Numbers of requests for which 0 stands for the usual. */
final class Limits {
    private Limits() {}

    /** Returns the value, or the default if it is 0. */
    static int atLeast(int least, String field, int value, int defaultValue) {
        if (value != 0 && value < least) {
            throw RequestException.invalid(field + " is " + value + "; it must be 0 or at least " + least);
        }
        return value == 0 ? defaultValue : value;
    }
}
