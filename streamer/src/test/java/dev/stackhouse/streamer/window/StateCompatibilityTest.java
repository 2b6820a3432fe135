package dev.stackhouse.streamer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.streamer.partial.Arrival;
import dev.stackhouse.streamer.partial.Dictionary;
import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.RejectedBooks;
import dev.stackhouse.streamer.partial.SampleTable;
import dev.stackhouse.streamer.partial.StoreRows;
import dev.stackhouse.streamer.partial.WindowPart;
import dev.stackhouse.streamer.partial.WindowRows;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State that earlier versions wrote, kept beside this test as {@code state-N.snapshot}; N is the version of {@link Progress} in
 * it. When that rises, the test leaves a new one in the module's {@code target}, to be added.
 */
class StateCompatibilityTest {
    private static final int NEWEST = 3;
    private static final Instance INSTANCE = new Instance("shop", "a", new TreeMap<>(Map.of("version", "41")));

    private static final Arrival ARRIVAL = new Arrival(2, true, 1_700_000_000_000L);

    private KeyedOneInputStreamOperatorTestHarness<String, Partial, StoreRows> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new WindowFunction(Duration.ofSeconds(15), Duration.ofDays(30))),
                partial -> partial.instance().key(),
                Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, NEWEST})
    void goesOnFromTheStateOfAnEarlierVersion(int version) throws Exception {
        URL snapshot = StateCompatibilityTest.class.getResource("state-" + version + ".snapshot");
        assertThat(snapshot).isNotNull();
        OperatorSubtaskState state =
                OperatorSnapshotUtil.readStateHandle(Path.of(snapshot.toURI()).toString());
        harness.initializeState(state);
        harness.open();
        // Number 4 is a duplicate, and its window is open; 3 was missing; 5 closes the windows before it.
        harness.processElement(batch(4), 0);
        harness.processElement(batch(3), 0);
        harness.processElement(batch(5), 0);
        // Number 6 was rejected, of which the first version knew nothing and the snapshot of the second has none.
        harness.processElement(batch(6).asReplay(), 0);
        List<String> expected = new ArrayList<>(List.of(
                "30000: 3 samples, " + batch(3).windows().get(0).ledger(),
                "40000: 4 samples, "
                        + batch(4, version < 3 ? Arrival.UNKNOWN : ARRIVAL)
                                .windows()
                                .get(0)
                                .ledger(),
                "50000: 5 samples, " + batch(5).windows().get(0).ledger()));
        if (version >= 3) {
            expected.add("60000: 0 samples, "
                    + RejectedBooks.of(batch(6).windows().get(0)).takenBack().ledger());
        }

        assertThat(harness.extractOutputValues())
                .map(rows -> (WindowRows) rows)
                .allSatisfy(rows -> assertThat(rows.instance()).isEqualTo(INSTANCE))
                .map(rows -> rows.window().startMillis() + ": " + samples(rows.window()) + " samples, "
                        + rows.window().ledger())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void writesTheStateOfThisVersion() throws Exception {
        harness.open();
        harness.setProcessingTime(1_000_000);
        for (long sequence : new long[] {1, 2, 4}) {
            harness.processElement(batch(sequence), 0);
        }
        WindowPart rejected = new WindowPart(
                60_000, new SampleTable(), batch(6).windows().get(0).ledger());
        harness.processElement(
                new Partial(
                        INSTANCE,
                        6,
                        Long.MIN_VALUE,
                        false,
                        List.of(rejected),
                        new Dictionary("shop", List.of(), List.of())),
                0);
        Path written =
                Path.of(System.getProperty("stackhouse.root"), "streamer/target", "state-" + NEWEST + ".snapshot");
        OperatorSnapshotUtil.writeStateHandle(harness.snapshot(1, 1), written.toString());

        assertThat(Files.size(written)).isPositive();
    }

    /** Ends three seconds after its window has begun, so that the window stays open. */
    private static Partial batch(long sequence) {
        return batch(sequence, ARRIVAL);
    }

    private static Partial batch(long sequence, Arrival arrival) {
        long start = sequence * 10_000;
        SampleTable samples = new SampleTable();
        samples.add(1, sequence, 7, 100 * sequence, sequence);
        LedgerEntry entry = new LedgerEntry(1, sequence, sequence + 2, new TreeMap<>(Map.of(4, 2L)), arrival);
        WindowPart part = new WindowPart(start, samples, List.of(entry));
        return new Partial(
                INSTANCE, sequence, start + 3_000, false, List.of(part), new Dictionary("shop", List.of(), List.of()));
    }

    private static long samples(WindowPart window) {
        AtomicLong sum = new AtomicLong();
        window.samples().forEach((event, high, low, value, count) -> sum.addAndGet(count));
        return sum.get();
    }
}
