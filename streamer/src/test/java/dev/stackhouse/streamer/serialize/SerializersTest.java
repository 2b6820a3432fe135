package dev.stackhouse.streamer.serialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.streamer.deadletter.DeadLetter;
import dev.stackhouse.streamer.deadletter.DeadLetterSerializer;
import dev.stackhouse.streamer.partial.Arrival;
import dev.stackhouse.streamer.partial.Declaration;
import dev.stackhouse.streamer.partial.Dictionary;
import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.PartialSerializer;
import dev.stackhouse.streamer.partial.SampleTable;
import dev.stackhouse.streamer.partial.StoreRowsSerializer;
import dev.stackhouse.streamer.partial.WindowPart;
import dev.stackhouse.streamer.partial.WindowPartSerializer;
import dev.stackhouse.streamer.partial.WindowRows;
import dev.stackhouse.streamer.source.RawBatch;
import dev.stackhouse.streamer.source.RawBatchSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SerializersTest {
    private static final Instance INSTANCE =
            new Instance("größe", "shop-1", new TreeMap<>(Map.of("version", "1.0", "zone", "")));
    private static final Dictionary DICTIONARY = new Dictionary(
            "shop",
            List.of(
                    new Dictionary.StackRow(-1, Long.MIN_VALUE, new long[] {1, -2}),
                    new Dictionary.StackRow(0, 0, new long[0])),
            List.of(new Dictionary.FrameRow(-5, "java.util.HashMap", "größe", Integer.MAX_VALUE, 127)));
    private static final Dictionary EMPTY = new Dictionary("", List.of(), List.of());
    private static final Declaration DECLARATION = new Declaration(
            "größe",
            "shop-1",
            Long.MIN_VALUE,
            1L << 53,
            new TreeMap<>(),
            new Declaration.Rates(
                    List.of(new Declaration.Rate(1, 1L << 53, 1), new Declaration.Rate(6, 0, Integer.MAX_VALUE)),
                    "größer"));
    private static final Declaration FACTS_ALONE = new Declaration(
            "shop", "shop-1", 10, 1, new TreeMap<>(Map.of("jvm.flags", "ü".repeat(4_000), "gc", "")), null);
    private static final RawBatch RECORD = new RawBatch(new byte[] {1}, new byte[300], 7, 1L << 40, true);

    private static WindowPart window(int samples) {
        SampleTable table = new SampleTable();
        Random random = new Random(samples);
        for (int i = 0; i < samples; i++) {
            table.add(1 + i % 6, random.nextLong(), random.nextLong(), random.nextLong(1L << 53), 1 + i);
        }
        return new WindowPart(
                -10_000,
                table,
                List.of(
                        new LedgerEntry(1, 1L << 53, 0, new TreeMap<>(), new Arrival(255, true, 1L << 45)),
                        new LedgerEntry(
                                6, 1, Long.MAX_VALUE, new TreeMap<>(Map.of(1, 5L, 6, 1L << 40)), Arrival.UNKNOWN)));
    }

    @Test
    void records() throws Exception {
        RoundTrip.check(RawBatchSerializer.INSTANCE, RECORD, new RawBatch(null, new byte[0], 0, 0, false), RECORD);
    }

    @Test
    void deadLetters() throws Exception {
        RoundTrip.check(DeadLetterSerializer.INSTANCE, new DeadLetter(RECORD, "TOO_OLD", "It is too old."));
    }

    @Test
    void windows() throws Exception {
        RoundTrip.check(WindowPartSerializer.INSTANCE, window(1), window(0), window(1000));
    }

    @Test
    void partials() throws Exception {
        RoundTrip.check(
                PartialSerializer.INSTANCE,
                new Partial(INSTANCE, 1, Long.MIN_VALUE, false, List.of(), EMPTY),
                new Partial(INSTANCE, 1L << 53, Long.MAX_VALUE, true, List.of(window(3), window(100)), DICTIONARY),
                new Partial(INSTANCE, 2, 3, false, List.of(), EMPTY, DECLARATION),
                new Partial(INSTANCE, 2, 3, false, List.of(), EMPTY, FACTS_ALONE));
    }

    @Test
    void rowsForTheStore() throws Exception {
        RoundTrip.check(
                StoreRowsSerializer.INSTANCE,
                new WindowRows(INSTANCE, window(50)),
                DICTIONARY,
                DECLARATION,
                EMPTY,
                FACTS_ALONE,
                DICTIONARY);
    }

    @Test
    void numbersOfEverySize() throws IOException {
        for (int bits = 0; bits < 64; bits++) {
            for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits)}) {
                DataOutputSerializer out = new DataOutputSerializer(16);
                Wire.writeVarLong(value, out);
                assertThat(Wire.readVarLong(new DataInputDeserializer(out.getCopyOfBuffer())))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void readsWhatTheFirstVersionWrote() throws IOException {
        // It lacked the last fields, a byte each here.
        assertThat(shortened(RawBatchSerializer.INSTANCE, RECORD, 1))
                .usingRecursiveComparison()
                .isEqualTo(new RawBatch(RECORD.key(), RECORD.value(), 7, 1L << 40, false));
        Partial partial = new Partial(INSTANCE, 1, 5, true, List.of(), DICTIONARY);
        assertThat(shortened(PartialSerializer.INSTANCE, partial, 2))
                .usingRecursiveComparison()
                .isEqualTo(new Partial(INSTANCE, 1, 5, false, List.of(), DICTIONARY));
    }

    @Test
    void readsBooksOfBeforeArrivalsWereKept() throws IOException {
        LedgerEntry entry = new LedgerEntry(6, 1, 9, new TreeMap<>(Map.of(1, 5L)), Arrival.UNKNOWN);
        WindowPart window = new WindowPart(20_000, window(3).samples(), List.of(entry));
        assertThat(shortened(WindowPartSerializer.INSTANCE, window, 3)).isEqualTo(window);
        WindowRows rows = new WindowRows(INSTANCE, window);
        assertThat(shortened(StoreRowsSerializer.INSTANCE, rows, 3)).isEqualTo(rows);
    }

    /** What the first version wrote, which ended some bytes earlier. */
    private static <T> T shortened(RecordSerializer<T> serializer, T value, int lacking) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(value, out);
        byte[] bytes = Arrays.copyOf(out.getCopyOfBuffer(), out.length() - lacking);
        bytes[0] = 1;
        return serializer.deserialize(new DataInputDeserializer(bytes));
    }

    @Test
    void refusesALaterVersion() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        RawBatchSerializer.INSTANCE.serialize(RECORD, out);
        byte[] bytes = out.getCopyOfBuffer();
        bytes[0] = 99;
        assertThatThrownBy(() -> RawBatchSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("versions up to 2, not 99");
    }
}
