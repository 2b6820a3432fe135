package dev.stackhouse.streamer.window;

import java.util.Arrays;

/**
 * Which sequence numbers of an instance were seen: ascending ranges, one as long as none is missing. When there are too
 * many, the lowest gap is closed: a batch that fills it later passes for a duplicate. Not thread-safe.
 */
final class SequenceRanges {
    /** Gaps that are remembered. A gap is a lost batch, or one on its way. */
    static final int LIMIT = 256;

    /** First and last (inclusive) of each range. */
    private long[] bounds;

    SequenceRanges() {
        this(new long[0]);
    }

    SequenceRanges(long[] bounds) {
        this.bounds = bounds;
    }

    /** The greatest number seen; 0, which is none, before the first. */
    long newest() {
        return bounds.length == 0 ? 0 : bounds[bounds.length - 1];
    }

    /** Adds a number; returns false if it was there. */
    boolean add(long sequence) {
        int position;
        // From the newest down: a number is nearly always the next one.
        for (position = bounds.length; position > 0; position -= 2) {
            if (sequence >= bounds[position - 2]) {
                break;
            }
        }
        if (position > 0 && sequence <= bounds[position - 1]) {
            return false;
        }
        boolean extendsLower = position > 0 && bounds[position - 1] + 1 == sequence;
        boolean extendsUpper = position < bounds.length && bounds[position] - 1 == sequence;
        if (extendsLower && extendsUpper) {
            remove(position - 1);
        } else if (extendsLower) {
            bounds[position - 1] = sequence;
        } else if (extendsUpper) {
            bounds[position] = sequence;
        } else {
            long[] wider = new long[bounds.length + 2];
            System.arraycopy(bounds, 0, wider, 0, position);
            wider[position] = sequence;
            wider[position + 1] = sequence;
            System.arraycopy(bounds, position, wider, position + 2, bounds.length - position);
            bounds = wider;
            if (bounds.length > LIMIT * 2) {
                remove(1);
            }
        }
        return true;
    }

    /** Closes the gap after the bound at the position. */
    private void remove(int position) {
        long[] narrower = new long[bounds.length - 2];
        System.arraycopy(bounds, 0, narrower, 0, position);
        System.arraycopy(bounds, position + 2, narrower, position, bounds.length - position - 2);
        bounds = narrower;
    }

    long[] bounds() {
        return bounds.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceRanges that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }
}
