package dev.stackhouse.streamer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.streamer.partial.Arrival;
import dev.stackhouse.streamer.partial.Declaration;
import dev.stackhouse.streamer.partial.Dictionary;
import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.SampleTable;
import dev.stackhouse.streamer.partial.StoreRows;
import dev.stackhouse.streamer.partial.WindowPart;
import dev.stackhouse.streamer.partial.WindowRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moments are in seconds here; a window has ten of them. */
class WindowFunctionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration MEMORY = Duration.ofDays(30);
    private static final Dictionary NOTHING_NEW = new Dictionary("shop", List.of(), List.of());

    private KeyedOneInputStreamOperatorTestHarness<String, Partial, StoreRows> harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness();
        harness.open();
        harness.setProcessingTime(1_000_000);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Partial, StoreRows> newHarness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new WindowFunction(PATIENCE, MEMORY)),
                partial -> partial.instance().key(),
                Types.STRING);
    }

    @Test
    void mergesWhatTwoBatchesHoldOfAWindow() throws Exception {
        process("a", 1, 13, part(0, 5), part(10, 1));
        process("a", 2, 23, part(10, 2), part(20, 4));

        assertThat(windows()).containsExactly("a 0: 5 samples, taken 5", "a 10: 3 samples, taken 3");
    }

    @Test
    void keepsInstancesApart() throws Exception {
        process("a", 1, 8, part(0, 5));
        process("b", 1, 25, part(0, 7), part(20, 1));

        assertThat(windows()).containsExactly("b 0: 7 samples, taken 7");
    }

    @Test
    void dropsABatchThatIsSentAgain() throws Exception {
        process("a", 1, 13, part(0, 5), part(10, 1));
        process("a", 1, 13, part(0, 5), part(10, 1));
        process("a", 2, 20, part(10, 2));
        process("a", 2, 20, part(10, 2));
        process("a", 1, 13, part(0, 5), part(10, 1));

        assertThat(windows()).containsExactly("a 0: 5 samples, taken 5", "a 10: 3 samples, taken 3");
    }

    @Test
    void addsWhatComesLate() throws Exception {
        process("a", 2, 30, part(20, 1));
        process("a", 1, 20, part(0, 5), part(10, 2));

        assertThat(windows())
                .containsExactly("a 20: 1 samples, taken 1", "a 0: 5 samples, taken 5", "a 10: 2 samples, taken 2");
    }

    @Test
    void givesOutTheLastWindowsOfAnInstanceThatFellSilent() throws Exception {
        process("a", 1, 13, part(0, 5), part(10, 1));
        harness.setProcessingTime(1_000_000 + PATIENCE.toMillis() - 1);
        assertThat(windows()).containsExactly("a 0: 5 samples, taken 5");

        harness.setProcessingTime(1_000_000 + PATIENCE.toMillis());
        assertThat(windows()).containsExactly("a 0: 5 samples, taken 5", "a 10: 1 samples, taken 1");
    }

    @Test
    void waitsLongerForAnInstanceThatIsHeardOf() throws Exception {
        process("a", 1, 13, part(10, 1));
        harness.setProcessingTime(1_010_000);
        process("a", 2, 18, part(10, 1));
        harness.setProcessingTime(1_020_000);
        assertThat(windows()).isEmpty();

        harness.setProcessingTime(1_025_000);
        assertThat(windows()).containsExactly("a 10: 2 samples, taken 2");
    }

    @Test
    void leavesNothingBehindOnceAnInstanceIsForgotten() throws Exception {
        process("a", 1, 13, part(0, 5), part(10, 1));
        process("a", 5, 18, part(10, 1));
        harness.setProcessingTime(1_000_000 + PATIENCE.toMillis());
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);

        harness.setProcessingTime(1_000_000 + MEMORY.toMillis());
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void storesTheBooksOfARejectedBatchWithoutAdvancing() throws Exception {
        process("a", 1, 13, part(10, 1));
        WindowPart books = new WindowPart(
                50_000,
                new SampleTable(),
                List.of(new LedgerEntry(1, 2, 9, new TreeMap<>(Map.of(6, 9L)), Arrival.UNKNOWN)));
        harness.processElement(new Partial(instance("a"), 2, Long.MIN_VALUE, false, List.of(books), NOTHING_NEW), 0);
        assertThat(windows()).containsExactly("a 50: 0 samples, taken 9");

        harness.setProcessingTime(1_000_000 + PATIENCE.toMillis());
        assertThat(windows()).containsExactly("a 50: 0 samples, taken 9", "a 10: 1 samples, taken 1");
    }

    @Test
    void takesTheLossOfARejectedBatchBackOnceItIsReplayed() throws Exception {
        process("a", 1, 13, part(0, 1));
        reject(2, 9);
        Partial replay = new Partial(instance("a"), 2, 15_000, false, List.of(booked(2, 4)), NOTHING_NEW).asReplay();
        harness.processElement(replay, 0);
        harness.processElement(replay, 0);
        harness.setProcessingTime(1_000_000 + PATIENCE.toMillis());

        assertThat(windows()).contains("a 0: 4 samples, taken 4");
        assertThat(ledgerOf(2)).containsExactlyInAnyOrder("9 {6=9}", "-9 {6=-9}", "4 {}");
    }

    @Test
    void replaysAreLikeOthersIfTheyWereNotRejected() throws Exception {
        process("a", 1, 13, part(0, 1));
        harness.processElement(new Partial(instance("a"), 1, 13_000, true, List.of(booked(1, 1)), NOTHING_NEW), 0);
        harness.processElement(new Partial(instance("a"), 2, 25_000, true, List.of(booked(2, 4)), NOTHING_NEW), 0);

        assertThat(ledgerOf(1)).containsExactly("1 {}");
        assertThat(ledgerOf(2)).containsExactly("4 {}");
    }

    @Test
    void aReplayThatIsRejectedAgainChangesNothing() throws Exception {
        reject(2, 9);
        reject(2, 9);
        harness.setProcessingTime(1_000_000 + PATIENCE.toMillis());

        assertThat(ledgerOf(2)).containsExactly("9 {6=9}");
    }

    @Test
    void anHourOfRejectedBatchesCanBeReplayed() throws Exception {
        for (int sequence = 1; sequence <= 360; sequence++) {
            reject(sequence, 9);
        }
        for (int sequence = 1; sequence <= 360; sequence++) {
            harness.processElement(
                    new Partial(instance("a"), sequence, 13_000, true, List.of(booked(sequence, 9)), NOTHING_NEW), 0);
        }
        harness.setProcessingTime(1_000_000 + PATIENCE.toMillis());

        assertThat(sum(LedgerEntry::taken)).isEqualTo(360 * 9);
        assertThat(sum(entry -> entry.droppedByReason().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()))
                .isZero();
        assertThat(windows()).contains("a 0: 9 samples, taken 9");
    }

    private long sum(ToLongFunction<LedgerEntry> figure) {
        return harness.extractOutputValues().stream()
                .filter(WindowRows.class::isInstance)
                .flatMap(rows -> ((WindowRows) rows).window().ledger().stream())
                .mapToLong(figure)
                .sum();
    }

    @Test
    void anInstanceOfWhichEveryBatchIsRejectedLeavesNoWindowOpen() throws Exception {
        for (int sequence = 1; sequence <= 5; sequence++) {
            harness.setProcessingTime(1_000_000 + sequence * 10_000L);
            reject(sequence, 9);
        }

        assertThat(sum(LedgerEntry::taken)).isEqualTo(5 * 9);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }

    @Test
    void theLossOfABatchThatWasRejectedLongAgoStaysDeclared() throws Exception {
        for (int sequence = 1; sequence <= Progress.REJECTED_LIMIT + 1; sequence++) {
            reject(sequence, 9);
        }
        harness.processElement(new Partial(instance("a"), 1, 13_000, true, List.of(booked(1, 9)), NOTHING_NEW), 0);
        harness.setProcessingTime(1_000_000 + PATIENCE.toMillis());

        assertThat(ledgerOf(1)).containsExactly("9 {6=9}");
    }

    private void reject(long sequence, long samples) throws Exception {
        WindowPart books = new WindowPart(
                50_000,
                new SampleTable(),
                List.of(new LedgerEntry(1, sequence, samples, new TreeMap<>(Map.of(6, samples)), Arrival.UNKNOWN)));
        harness.processElement(
                new Partial(instance("a"), sequence, Long.MIN_VALUE, false, List.of(books), NOTHING_NEW), 0);
    }

    private static WindowPart booked(long sequence, long samples) {
        WindowPart part = part(0, samples);
        return new WindowPart(
                part.startMillis(),
                part.samples(),
                List.of(new LedgerEntry(1, sequence, samples, new TreeMap<>(), Arrival.UNKNOWN)));
    }

    private List<String> ledgerOf(long sequence) {
        return harness.extractOutputValues().stream()
                .filter(WindowRows.class::isInstance)
                .flatMap(rows -> ((WindowRows) rows).window().ledger().stream())
                .filter(entry -> entry.sequence() == sequence)
                .map(entry -> entry.taken() + " " + entry.droppedByReason())
                .toList();
    }

    @Test
    void passesDictionaryRowsOnEvenFromADuplicate() throws Exception {
        Dictionary dictionary =
                new Dictionary("shop", List.of(new Dictionary.StackRow(1, 2, new long[] {3})), List.of());
        Partial batch = new Partial(instance("a"), 1, 5_000, false, List.of(part(0, 1)), dictionary);
        harness.processElement(batch, 0);
        harness.processElement(batch, 0);

        assertThat(harness.extractOutputValues()).containsExactly(dictionary, dictionary);
    }

    @Test
    void passesOnWhatAnInstanceSaysAboutItselfEvenFromADuplicate() throws Exception {
        Declaration declaration =
                new Declaration("shop", "a", 0, 1, new TreeMap<>(Map.of("jvm.version", "17.0.9")), null);
        Partial batch = new Partial(instance("a"), 1, 5_000, false, List.of(part(0, 1)), NOTHING_NEW, declaration);
        harness.processElement(batch, 0);
        harness.processElement(batch, 0);

        assertThat(harness.extractOutputValues()).containsExactly(declaration, declaration);
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        process("a", 1, 13, part(10, 1));
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = newHarness();
        harness.initializeState(state);
        harness.open();
        process("a", 1, 13, part(10, 1));
        process("a", 2, 23, part(10, 2));

        assertThat(windows()).containsExactly("a 10: 3 samples, taken 3");
    }

    private void process(String instance, long sequence, long end, WindowPart... parts) throws Exception {
        List<WindowPart> numbered = new ArrayList<>();
        for (WindowPart part : parts) {
            long taken = part.ledger().get(0).taken();
            LedgerEntry entry = new LedgerEntry(1, sequence, taken, new TreeMap<>(), Arrival.UNKNOWN);
            numbered.add(new WindowPart(part.startMillis(), part.samples(), List.of(entry)));
        }
        harness.processElement(new Partial(instance(instance), sequence, end * 1000, false, numbered, NOTHING_NEW), 0);
    }

    private static Instance instance(String id) {
        return new Instance("shop", id, new TreeMap<>());
    }

    private static WindowPart part(long start, long samples) {
        SampleTable table = new SampleTable();
        table.add(1, 11, 12, samples * 100, samples);
        return new WindowPart(
                start * 1000, table, List.of(new LedgerEntry(1, 1, samples, new TreeMap<>(), Arrival.UNKNOWN)));
    }

    private List<String> windows() {
        List<String> texts = new ArrayList<>();
        for (StoreRows rows : harness.extractOutputValues()) {
            if (rows instanceof WindowRows window) {
                long[] samples = {0};
                window.window().samples().forEach((event, high, low, value, count) -> samples[0] += count);
                long taken = window.window().ledger().stream()
                        .mapToLong(LedgerEntry::taken)
                        .sum();
                texts.add(window.instance().id() + " " + window.window().startMillis() / 1000 + ": " + samples[0]
                        + " samples, taken " + taken);
            }
        }
        return texts;
    }
}
