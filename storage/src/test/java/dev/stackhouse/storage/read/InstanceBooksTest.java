package dev.stackhouse.storage.read;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import dev.stackhouse.storage.write.EncodedBlock;
import dev.stackhouse.storage.write.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the books tell of batches. Windows are numbered here from the first one of the range, which has sixty of them. */
class InstanceBooksTest {
    private static final long WINDOW_MILLIS = 10_000;
    private static final long DAY_MILLIS = 86_400_000;
    private static final long FROM = System.currentTimeMillis() / WINDOW_MILLIS * WINDOW_MILLIS - 7_200_000;
    private static final long TO = FROM + 60 * WINDOW_MILLIS;

    private static TestingClickHouse clickHouse;
    private static BlockWriter writer;
    private static ProfileReader reader;

    private final BlockEncoder encoder = new BlockEncoder();

    @BeforeAll
    static void start() {
        clickHouse = TestingClickHouse.start();
        writer = new BlockWriter(clickHouse.address());
        reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        reader.close();
        writer.close();
        clickHouse.close();
    }

    @Test
    void batchesThatWereStoredTwiceAreSeenThoughTheSumsBalance() {
        batches("twice", 1, 5, 0);
        EncodedBlock first = encoder.finish(token());
        writer.write(first);
        writer.write(new EncodedBlock(token(), first.inserts()));
        batches("twice", 6, 7, 5);
        write();

        LedgerRow row = row("twice");
        assertThat(row.unexplained()).isZero();
        assertThat(row.taken()).isEqualTo(12 * 4);
        assertThat(row.ofInstance()).isEqualTo(new InstanceBooks(7, 0, 5, false, 0, 0));
    }

    @Test
    void aBatchOfManyWindowsAndEventsIsCountedTwiceOnce() {
        for (int window = 0; window < 3; window++) {
            declare("wide", "cpu", 1, window, 4);
            declare("wide", "alloc", 1, window, 4);
        }
        EncodedBlock block = encoder.finish(token());
        writer.write(block);
        assertThat(ofInstance("wide").batchesCountedTwice()).isZero();

        writer.write(new EncodedBlock(token(), block.inserts()));
        assertThat(ofInstance("wide").batchesCountedTwice()).isEqualTo(1);
    }

    @Test
    void aReplayThatTakesADeclaredLossBackCountsOnce() {
        declare("replayed", "cpu", 1, 0, 4);
        for (long taken : new long[] {9, -9, 9}) {
            declare("replayed", "cpu", 2, 1, taken);
            declare("replayed", "alloc", 2, 1, 0);
        }
        write();

        assertThat(ofInstance("replayed")).isEqualTo(new InstanceBooks(2, 0, 0, false, 0, 0));
    }

    @Test
    void ofVeryManyInstancesEachIsSeenToo() {
        for (int i = 0; i < 250; i++) {
            encoder.ledger("crowd", "crowd-" + i, "cpu", FROM, 1, 4, Map.of());
            encoder.ledger("crowd", "crowd-" + i, "cpu", FROM + WINDOW_MILLIS, 3, 4, Map.of());
        }
        EncodedBlock block = encoder.finish(token());
        writer.write(block);
        writer.write(new EncodedBlock(token(), block.inserts()));

        assertThat(reader.ledger("crowd", "", FROM, TO)).hasSize(250).allSatisfy(row -> assertThat(row.ofInstance())
                .isEqualTo(new InstanceBooks(2, 1, 2, false, 0, 0)));
    }

    @Test
    void whatIsMissingBeforeTheFirstBatchThatWasSeenCounts() {
        batches("headless", 4, 6, 10);
        write();

        assertThat(ofInstance("headless").batchesMissing()).isEqualTo(3);
        assertThat(reader.ledger("headless", "", FROM + 11 * WINDOW_MILLIS, TO)
                        .get(0)
                        .ofInstance())
                .isEqualTo(new InstanceBooks(2, 0, 0, false, 0, 0));
    }

    @Test
    void anInstanceThatWasThereBeforeTheRangeHasNoGap() {
        batches("older", 1, 200, -199);
        write();

        assertThat(ofInstance("older")).isEqualTo(new InstanceBooks(1, 0, 0, false, 0, 0));
    }

    @Test
    void aGapAtTheStartOfTheRangeCountsThoughBothOfItsEndsAreThere() {
        declare("edge", "cpu", 7, -200, 4);
        declare("edge", "cpu", 10, 0, 4);
        declare("near", "cpu", 7, -2, 4);
        declare("near", "cpu", 9, 0, 4);
        write();

        assertThat(ofInstance("edge").batchesMissing()).isEqualTo(2);
        assertThat(ofInstance("near").batchesMissing()).isEqualTo(1);
    }

    @Test
    void whatTheLedgerNoLongerKeepsIsNoGap() {
        encoder.instance("aged", "aged", Map.of(), FROM - 60 * DAY_MILLIS);
        batches("aged", 5_000, 5_001, 0);
        write();

        assertThat(ofInstance("aged")).isEqualTo(new InstanceBooks(2, 0, 0, false, 0, 0));
    }

    @Test
    void aNumberCountsAsSeenInWhateverWindowItIs() {
        declare("stepped", "cpu", 1, 0, 4);
        declare("stepped", "cpu", 2, 9_000, 4);
        declare("stepped", "cpu", 3, -9_000, 4);
        declare("stepped", "cpu", 5, 2, 4);
        write();

        assertThat(ofInstance("stepped")).isEqualTo(new InstanceBooks(2, 1, 0, false, 0, 0));
    }

    @Test
    void anInstanceThatFellSilentWithoutItsLastBatchEndedWithoutNotice() {
        long longAgo = System.currentTimeMillis() - 300_000;
        arrive("killed", 1, 0, 2, false, longAgo);
        arrive("ended", 1, 0, 2, true, longAgo);
        arrive("old-collector", 1, 0, 1, false, longAgo);
        arrive("fresh", 1, 0, 2, false, System.currentTimeMillis() - 10_000);
        arrive("goes-on", 1, 0, 2, false, longAgo);
        arrive("goes-on", 2, 3_000, 2, false, longAgo);
        arrive("before-this-was-kept", 1, 0, 0, false, 0);
        write();

        assertThat(ofInstance("killed").endedWithoutNotice()).isTrue();
        assertThat(ofInstance("killed").batchesMissing()).isZero();
        assertThat(ofInstance("killed").lastArrivalMillis()).isEqualTo(longAgo / 1000 * 1000);
        for (String other : List.of("ended", "old-collector", "fresh", "goes-on", "before-this-was-kept")) {
            assertThat(ofInstance(other).endedWithoutNotice()).as(other).isFalse();
        }
    }

    @Test
    void tellsHowFarAClockIsOff() {
        arrive("right", 1, 0, 2, true, FROM + 12_000);
        arrive("ahead", 1, 0, 2, true, FROM - 58 * 60_000);
        arrive("behind", 1, 0, 2, true, FROM + 70 * 60_000);
        arrive("waited", 1, 0, 2, false, FROM + 70 * 60_000);
        arrive("waited", 2, 5, 2, true, FROM + 62_000);
        write();

        assertThat(ofInstance("right").clockAheadMillis()).isZero();
        assertThat(ofInstance("ahead").clockAheadMillis()).isEqualTo(58 * 60_000);
        assertThat(ofInstance("behind").clockAheadMillis()).isEqualTo(-70 * 60_000);
        assertThat(ofInstance("waited").clockAheadMillis()).isZero();
    }

    @Test
    void takesRowsThatAnEarlierVersionEncoded() {
        ByteBuffer row = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        for (String text : List.of("earlier", "earlier", "cpu")) {
            row.put((byte) text.length()).put(text.getBytes(US_ASCII));
        }
        row.putInt((int) (FROM / 1000))
                .putLong(1)
                .putLong(4)
                .put((byte) 1)
                .put((byte) 7)
                .putLong(4);
        byte[] bytes = new byte[row.position()];
        row.flip().get(bytes);
        writer.write(new EncodedBlock(token(), List.of(EncodedBlock.Insert.ofRows(Table.LEDGER, 1, bytes))));

        assertThat(row("earlier").droppedByReason()).isEqualTo(Map.of(7, 4L));
        assertThat(ofInstance("earlier")).isEqualTo(new InstanceBooks(1, 0, 0, false, 0, 0));
    }

    /** Batches with these numbers, one a window, and the samples that they declare. */
    private void batches(String name, long first, long last, int window) {
        for (long sequence = first; sequence <= last; sequence++) {
            long start = FROM + (window + sequence - first) * WINDOW_MILLIS;
            encoder.sample(name, "cpu", name, start, 1, 1, 40, 4);
            encoder.ledger(name, name, "cpu", start, sequence, 4, Map.of());
        }
    }

    private void declare(String name, String event, long sequence, int window, long taken) {
        encoder.ledger(name, name, event, FROM + window * WINDOW_MILLIS, sequence, taken, Map.of());
    }

    private void arrive(String name, long sequence, int window, int format, boolean last, long millis) {
        encoder.ledger(name, name, "cpu", FROM + window * WINDOW_MILLIS, sequence, 0, Map.of(), format, last, millis);
    }

    private void write() {
        writer.write(encoder.finish(token()));
    }

    private static LedgerRow row(String name) {
        List<LedgerRow> rows = reader.ledger(name, "", FROM, TO);
        return rows.get(rows.size() - 1);
    }

    private static InstanceBooks ofInstance(String name) {
        return row(name).ofInstance();
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }
}
