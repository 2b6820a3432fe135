package dev.stackhouse.streamer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.streamer.partial.Arrival;
import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.PartFormats;
import dev.stackhouse.streamer.partial.RejectedBooks;
import dev.stackhouse.streamer.serialize.RoundTrip;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ProgressSerializerTest {
    private static final Instance INSTANCE = new Instance("shop", "shop-1", new TreeMap<>(Map.of("zone", "a")));

    @Test
    void keepsEverything() throws Exception {
        SequenceRanges seen = new SequenceRanges(new long[] {1, 5, 9, 1L << 53});
        RejectedBooks books = new RejectedBooks(
                10_000, List.of(new LedgerEntry(1, 7, 9, new TreeMap<>(Map.of(6, 9L)), Arrival.UNKNOWN)));
        Progress progress = new Progress(INSTANCE, seen, new TreeMap<>(Map.of(7L, books)), 5, 6, 7);
        RoundTrip.check(ProgressSerializer.INSTANCE, progress, Progress.of(INSTANCE));
    }

    @Test
    void readsWhatTheFirstVersionWrote() throws Exception {
        Progress progress = new Progress(INSTANCE, new SequenceRanges(new long[] {1, 5}), new TreeMap<>(), 5, 6, 7);
        DataOutputSerializer out = new DataOutputSerializer(64);
        ProgressSerializer.INSTANCE.serialize(progress, out);
        // It had no rejected batches.
        byte[] bytes = Arrays.copyOf(out.getCopyOfBuffer(), out.length() - 1);
        bytes[0] = 1;

        assertThat(ProgressSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes)))
                .usingRecursiveComparison()
                .isEqualTo(progress);
    }

    @Test
    void readsWhatTheSecondVersionWrote() throws Exception {
        RejectedBooks books = new RejectedBooks(
                10_000, List.of(new LedgerEntry(1, 7, 9, new TreeMap<>(Map.of(6, 9L)), Arrival.UNKNOWN)));
        Progress progress = new Progress(
                INSTANCE, new SequenceRanges(new long[] {7, 7}), new TreeMap<>(Map.of(7L, books)), 5, 6, 7);
        DataOutputSerializer whole = new DataOutputSerializer(64);
        ProgressSerializer.INSTANCE.serialize(progress, whole);
        DataOutputSerializer end = new DataOutputSerializer(64);
        PartFormats.writeRejected(books, end);
        // After the start of the window it had the number of its samples, and no arrival at the end.
        int start = whole.length() - end.length() + Long.BYTES;
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.write(2);
        out.write(whole.getCopyOfBuffer(), 1, start - 1);
        out.write(0);
        out.write(whole.getCopyOfBuffer(), start, end.length() - Long.BYTES - 3);

        assertThat(ProgressSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .usingRecursiveComparison()
                .isEqualTo(progress);
    }

    @Test
    void copiesWhatMayChange() {
        Progress progress = Progress.of(INSTANCE);
        Progress copy = ProgressSerializer.INSTANCE.copy(progress);
        progress.seen().add(1);
        assertThat(copy.seen().add(1)).isTrue();
    }
}
