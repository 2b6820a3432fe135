package dev.stackhouse.storage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two services share a library: main(1) → parse(2) → parse(3, another line) → read(4), and main → read. */
class MethodSearchTest {
    private static final long DAY = 86_400_000;
    private static final long START = System.currentTimeMillis() / DAY * DAY - DAY - 3_590_000;

    private static TestingClickHouse clickHouse;
    private static ProfileReader reader;

    @BeforeAll
    static void start() {
        clickHouse = TestingClickHouse.start();
        reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30));
        BlockEncoder encoder = new BlockEncoder();
        encoder.frame(1, "shop.Main", "main", 1, 2);
        encoder.frame(2, "json.Parser", "parse", 10, 2);
        encoder.frame(3, "json.Parser", "parse", 20, 3);
        encoder.frame(4, "", "read", 0, 4);
        for (String service : List.of("cart", "search")) {
            encoder.stack(service, 1, 1, new long[] {1, 2, 3, 4});
            encoder.stack(service, 1, 2, new long[] {1, 3});
            encoder.stack(service, 1, 3, new long[] {1, 4});
        }
        seed(encoder, "cart", "a", "41", START, 10);
        seed(encoder, "cart", "b", "42", START, 100);
        seed(encoder, "search", "c", "7", START, 1);
        // A second moment, so that the range takes half hours, days and windows.
        seed(encoder, "search", "c", "7", START + DAY, 1);
        try (BlockWriter writer = new BlockWriter(clickHouse.address())) {
            writer.write(encoder.finish(UUID.randomUUID().toString()));
        }
    }

    private static void seed(
            BlockEncoder encoder, String service, String instance, String version, long windowMillis, long factor) {
        encoder.instance(service, instance, Map.of("version", version, "zone", "eu"), windowMillis);
        encoder.sample(service, "cpu", instance, windowMillis, 1, 1, 5 * factor, 5);
        encoder.sample(service, "cpu", instance, windowMillis, 1, 2, 3 * factor, 3);
        encoder.sample(service, "cpu", instance, windowMillis, 1, 3, 7 * factor, 7);
        encoder.sample(service, "alloc", instance, windowMillis, 1, 3, 512 * factor, 1);
    }

    @AfterAll
    static void stop() {
        reader.close();
        clickHouse.close();
    }

    @Test
    void ranksServicesAndVersionsByWhatAMethodCosts() {
        assertThat(search(FramePattern.Kind.NAME, "json.Parser.parse", "cpu", "version"))
                .extracting(
                        MethodUse::service,
                        MethodUse::labelValue,
                        MethodUse::self,
                        MethodUse::total,
                        MethodUse::samples)
                .containsExactly(
                        tuple("cart", "42", 300L, 800L, 8L),
                        tuple("cart", "41", 30L, 80L, 8L),
                        tuple("search", "7", 6L, 16L, 16L));
    }

    @Test
    void namesTheHeaviestPath() {
        MethodUse use = search(FramePattern.Kind.NAME, "read", "cpu", "version").get(0);

        assertThat(use.heaviestPath()).extracting(FrameRow::methodName).containsExactly("main", "read");
        assertThat(use.heaviestPathValue()).isEqualTo(700);
        assertThat(use.total()).isEqualTo(1_200);
    }

    @Test
    void tellsAnyLabelApart() {
        assertThat(search(FramePattern.Kind.NAME, "json.Parser.parse", "cpu", "zone"))
                .extracting(MethodUse::service, MethodUse::labelValue, MethodUse::total)
                .containsExactly(tuple("cart", "eu", 880L), tuple("search", "eu", 16L));
        assertThat(search(FramePattern.Kind.NAME, "json.Parser.parse", "cpu", "instance"))
                .extracting(MethodUse::labelValue)
                .containsExactly("b", "a", "c");
        assertThat(search(FramePattern.Kind.NAME, "json.Parser.parse", "cpu", "absent"))
                .extracting(MethodUse::labelValue)
                .containsOnly("");
    }

    @Test
    void findsMethodsByBeginningAndByExpression() {
        assertThat(search(FramePattern.Kind.BEGINNING, "json.", "cpu", "version"))
                .hasSize(3);
        assertThat(search(FramePattern.Kind.EXPRESSION, "Parser|^read$", "cpu", "version"))
                .extracting(MethodUse::methodName)
                .contains("parse", "read");
        assertThat(search(FramePattern.Kind.NAME, "Parser.parse", "cpu", "version"))
                .isEmpty();
    }

    @Test
    void asksForOneEvent() {
        assertThat(search(FramePattern.Kind.NAME, "read", "alloc", "version"))
                .extracting(MethodUse::total)
                .containsExactly(51_200L, 5_120L, 1_024L);
        assertThat(search(FramePattern.Kind.NAME, "json.Parser.parse", "alloc", "version"))
                .isEmpty();
    }

    private static List<MethodUse> search(FramePattern.Kind kind, String text, String event, String label) {
        return reader.search(new FramePattern(kind, text), event, label, START - 10_000, START + DAY + 20_000, 50);
    }
}
