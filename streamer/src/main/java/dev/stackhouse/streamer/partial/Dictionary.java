package dev.stackhouse.streamer.partial;

import java.util.Arrays;
import java.util.List;

/** Stacks of a service and frames that were not stored recently. */
public record Dictionary(String service, List<StackRow> stacks, List<FrameRow> frames) implements StoreRows {
    public boolean isEmpty() {
        return stacks.isEmpty() && frames.isEmpty();
    }

    /**
     * A stack.
     *
     * @param frameIds root first
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by content below.
    public record StackRow(long high, long low, long[] frameIds) {
        @Override
        public boolean equals(Object other) {
            return other instanceof StackRow that
                    && high == that.high
                    && low == that.low
                    && Arrays.equals(frameIds, that.frameIds);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(low);
        }
    }

    /**
     * A frame.
     *
     * @param line source line, or 0
     * @param type number of {@code stackhouse.batch.v1.FrameType}
     */
    public record FrameRow(long id, String className, String methodName, int line, int type) {}
}
