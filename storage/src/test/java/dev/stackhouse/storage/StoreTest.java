package dev.stackhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.stackhouse.storage.read.InstanceBooks;
import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.LabelMatcher.Operator;
import dev.stackhouse.storage.read.LedgerRow;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.ServiceRow;
import dev.stackhouse.storage.read.StackQuery;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import dev.stackhouse.storage.read.TimeLine;
import dev.stackhouse.storage.schema.Migrations;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import dev.stackhouse.storage.write.EncodedBlock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoreTest {
    private static final long START = System.currentTimeMillis() / 3_600_000 * 3_600_000 - 7_200_000;
    private static final FrameRow MAIN = new FrameRow("shop.Main", "main", 12, 1);
    private static final FrameRow CART = new FrameRow("shop.Cart", "add", 40, 2);

    private static TestingClickHouse clickHouse;
    private static BlockWriter writer;
    private static ProfileReader reader;

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
    void addsEqualStacksOfSeveralWindowsAndInstances() {
        String service = seed(1);

        StackTotals totals = reader.stacks(new StackQuery(service, "cpu", List.of(), START, START + 30_000));

        assertThat(totals.instances()).isEqualTo(2);
        assertThat(totals.stacks())
                .containsExactlyInAnyOrder(
                        new StackTotal(List.of(MAIN, CART), 120, 12), new StackTotal(List.of(MAIN), 5, 1));
    }

    @Test
    void takesWindowsFromTheStartAndBeforeTheEnd() {
        String service = seed(2);

        StackTotals totals = reader.stacks(new StackQuery(service, "cpu", List.of(), START + 10_000, START + 20_000));

        assertThat(totals.stacks()).containsExactly(new StackTotal(List.of(MAIN, CART), 60, 6));
    }

    @Test
    void countsABlockOnceHoweverOftenItIsWritten() {
        EncodedBlock block = block("service-3");
        writer.write(block);
        writer.write(block);

        assertThat(reader.ledger("service-3", "", START, START + 30_000))
                .extracting(LedgerRow::taken, LedgerRow::stored)
                .containsExactly(tuple(7L, 7L), tuple(6L, 6L));
    }

    @Test
    void selectsInstancesByLabels() {
        String service = seed(4);

        assertThat(samples(service, new LabelMatcher("zone", Operator.EQUAL, "a")))
                .isEqualTo(7);
        assertThat(samples(service, new LabelMatcher("zone", Operator.NOT_EQUAL, "a")))
                .isEqualTo(6);
        assertThat(samples(service, new LabelMatcher("zone", Operator.MATCHES, "a|b")))
                .isEqualTo(13);
        assertThat(samples(service, new LabelMatcher("zone", Operator.MATCHES, ".*x")))
                .isZero();
        assertThat(samples(service, new LabelMatcher("zone", Operator.NOT_MATCHES, "b")))
                .isEqualTo(7);
        assertThat(samples(service, new LabelMatcher("instance", Operator.EQUAL, service + "-two")))
                .isEqualTo(6);
        assertThat(samples(service, new LabelMatcher("absent", Operator.EQUAL, "")))
                .isEqualTo(13);
    }

    @Test
    void refusesABrokenExpression() {
        String service = seed(5);

        assertThatThrownBy(() -> samples(service, new LabelMatcher("zone", Operator.MATCHES, "(")))
                .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.category())
                        .isEqualTo(StorageException.Category.REFUSED));
    }

    @Test
    void takesWhatUsersWriteAsTextOnly() {
        String service = seed(6);

        assertThat(samples(service, new LabelMatcher("zone", Operator.EQUAL, "a' OR 1 = 1 --")))
                .isZero();
        assertThat(samples(service, new LabelMatcher("zo'ne\\", Operator.EQUAL, "\\'")))
                .isZero();
        assertThat(reader.knows("x' OR '1' = '1")).isFalse();
    }

    @Test
    void drawsATimeLinePerLabelValue() {
        String service = seed(7);
        StackQuery all = new StackQuery(service, "cpu", List.of(), START, START + 30_000);

        TimeLine single = reader.timeLine(all, 10_000, "");
        TimeLine byZone = reader.timeLine(all, 20_000, "zone");

        assertThat(single.series()).isEqualTo(Map.of("", Map.of(START, 65L, START + 10_000, 60L)));
        assertThat(byZone.series()).isEqualTo(Map.of("a", Map.of(START, 65L), "b", Map.of(START, 60L)));
    }

    @Test
    void keepsTheWeightOfAStackThatTheDictionaryLacks() {
        BlockEncoder encoder = new BlockEncoder();
        encoder.sample("service-8", "cpu", "one", START, 77, 78, 9, 3);
        writer.write(encoder.finish(token()));

        StackTotals totals = reader.stacks(new StackQuery("service-8", "cpu", List.of(), START, START + 10_000));

        assertThat(totals.stacks())
                .containsExactly(new StackTotal(List.of(new FrameRow("", "[unknown stack]", 0, 0)), 9, 3));
    }

    @Test
    void keepsIdentitiesThatUseAllBits() {
        BlockEncoder encoder = new BlockEncoder();
        encoder.frame(-2, "shop.Main", "main", 12, 1);
        encoder.stack("service-9", -3, -4, new long[] {-2});
        encoder.sample("service-9", "cpu", "one", START, -3, -4, 9, 3);
        writer.write(encoder.finish(token()));

        StackTotals totals = reader.stacks(new StackQuery("service-9", "cpu", List.of(), START, START + 10_000));

        assertThat(totals.stacks()).containsExactly(new StackTotal(List.of(MAIN), 9, 3));
    }

    @Test
    void storesABlockOfManyPieces() {
        BlockEncoder encoder = new BlockEncoder();
        int windows = 150;
        int stacks = 6_000;
        for (int window = 0; window < windows; window++) {
            for (int stack = 1; stack <= stacks; stack++) {
                encoder.sample("service-large", "cpu", "one", START + window * 10_000L, stack, stack, 10, 1);
            }
        }
        EncodedBlock block = encoder.finish(token());
        assertThat(block.inserts()).hasSize(2);
        writer.write(block);

        StackTotals totals = reader.stacks(new StackQuery("service-large", "cpu", List.of(), START, START + 1_800_000));

        assertThat(totals.stacks().stream().mapToLong(StackTotal::samples).sum())
                .isEqualTo((long) windows * stacks);
    }

    @Test
    void listsServicesAndLabels() {
        String service = seed(10);

        assertThat(reader.services(START, START + 30_000))
                .contains(new ServiceRow(service, List.of("cpu"), 2, START + 10_000));
        assertThat(reader.services(START - 600_000, START)).isEmpty();
        assertThat(reader.knows(service)).isTrue();
        assertThat(reader.labels(service, START, START + 30_000)).containsOnlyKeys("instance", "zone");
        assertThat(reader.labels(service, START, START + 30_000).get("zone")).containsExactly("a", "b");
    }

    @Test
    void keepsTheBooksAndSeesAMissingBatch() {
        String service = "service-11";
        BlockEncoder encoder = new BlockEncoder();
        encoder.sample(service, "cpu", "one", START, 1, 1, 10, 4);
        encoder.ledger(service, "one", "cpu", START, 1, 6, Map.of(1, 2L));
        encoder.ledger(service, "one", "cpu", START + 10_000, 3, 0, Map.of());
        writer.write(encoder.finish(token()));

        assertThat(reader.ledger(service, "", START, START + 30_000))
                .containsExactly(new LedgerRow(
                        service, "one", "cpu", 6, 4, Map.of(1, 2L), new InstanceBooks(2, 1, 0, false, 0, 0)));
    }

    @Test
    void theBooksOfACommitThatIsHalfwayAreReadAgain() throws Exception {
        String service = "service-13";
        BlockEncoder samples = new BlockEncoder();
        samples.sample(service, "cpu", "one", START, 1, 1, 10, 4);
        writer.write(samples.finish(token()));
        BlockEncoder ledger = new BlockEncoder();
        ledger.ledger(service, "one", "cpu", START, 1, 4, Map.of());
        EncodedBlock second = ledger.finish(token());
        Thread commit = new Thread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            writer.write(second);
        });
        commit.start();

        assertThat(reader.ledger(service, "", START, START + 30_000))
                .containsExactly(
                        new LedgerRow(service, "one", "cpu", 4, 4, Map.of(), new InstanceBooks(1, 0, 0, false, 0, 0)));
        commit.join();
    }

    @Test
    void migratesTwiceAndFromTwoServersAtOnce() throws Exception {
        StoreAddress fresh = new StoreAddress(
                clickHouse.address().uri(),
                "fresh",
                clickHouse.address().user(),
                clickHouse.address().password());
        Thread other = new Thread(() -> Migrations.apply(fresh));
        other.start();
        int first = Migrations.apply(fresh);
        other.join();

        assertThat(Migrations.apply(fresh)).isEqualTo(first).isPositive();
    }

    @Test
    void saysThatTheStoreIsAway() {
        StoreAddress nowhere = new StoreAddress(URI.create("http://127.0.0.1:1"), "stackhouse", "u", "p");
        try (BlockWriter away = new BlockWriter(nowhere)) {
            assertThatThrownBy(() -> away.write(block("service-12")))
                    .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.category())
                            .isEqualTo(StorageException.Category.UNAVAILABLE));
        }
    }

    private static long samples(String service, LabelMatcher matcher) {
        return reader.stacks(new StackQuery(service, "cpu", List.of(matcher), START, START + 30_000)).stacks().stream()
                .mapToLong(StackTotal::samples)
                .sum();
    }

    private static String seed(int number) {
        writer.write(block("service-" + number));
        return "service-" + number;
    }

    private static EncodedBlock block(String service) {
        BlockEncoder encoder = new BlockEncoder();
        encoder.frame(1, MAIN.className(), MAIN.methodName(), MAIN.line(), MAIN.type());
        encoder.frame(2, CART.className(), CART.methodName(), CART.line(), CART.type());
        encoder.stack(service, 1, 1, new long[] {1, 2});
        encoder.stack(service, 1, 2, new long[] {1});
        encoder.instance(service, service + "-one", Map.of("zone", "a"), START);
        encoder.instance(service, service + "-two", Map.of("zone", "b"), START);
        encoder.sample(service, "cpu", service + "-one", START, 1, 1, 60, 6);
        encoder.sample(service, "cpu", service + "-one", START, 1, 2, 5, 1);
        encoder.sample(service, "cpu", service + "-two", START + 10_000, 1, 1, 60, 6);
        encoder.ledger(service, service + "-one", "cpu", START, 1, 7, Map.of());
        encoder.ledger(service, service + "-two", "cpu", START + 10_000, 1, 6, Map.of());
        return encoder.finish(token());
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }
}
