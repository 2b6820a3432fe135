package dev.stackhouse.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.regression.LookKey;
import dev.stackhouse.storage.regression.LookRow;
import dev.stackhouse.storage.regression.RegressionStore;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs every example of docs/sql.md as the user who may only read. */
class SqlExamplesTest {
    private static final Path PAGE = Path.of("..", "docs", "sql.md");
    private static final long HOUR = 3_600_000;
    private static final long START = System.currentTimeMillis() / HOUR * HOUR - 2 * HOUR;

    private static TestingClickHouse clickHouse;
    private static StoreClient analyst;

    @BeforeAll
    static void start() {
        clickHouse = TestingClickHouse.start();
        analyst = new StoreClient(clickHouse.analyst(), Duration.ofSeconds(30));
        BlockEncoder encoder = new BlockEncoder();
        encoder.frame(1, "shop.Main", "main", 1, 2);
        encoder.frame(2, "java.util.HashMap", "resize", 10, 2);
        encoder.stack("checkout", 1, 1, new long[] {1, 2});
        encoder.stack("checkout", 1, 2, new long[] {1});
        encoder.frame(3, "", "endpoint=/pay", 0, 9);
        encoder.stack("checkout", 1, 3, new long[] {3});
        encoder.sample("checkout", "cpu", "i40", START, 1, 3, 2_000_000_000L, 200);
        for (String version : List.of("40", "41")) {
            long factor = version.equals("40") ? 1 : 3;
            String instance = "i" + version;
            encoder.instance("checkout", instance, Map.of("version", version, "zone", "eu"), START);
            encoder.sample("checkout", "cpu", instance, START, 1, 1, 36_000_000_000L * factor, 3_600 * factor);
            encoder.sample("checkout", "cpu", instance, START + 10_000, 1, 2, 18_000_000_000L, 1_800);
            encoder.sample("checkout", "alloc", instance, START, 1, 1, 4_096 * factor, 2);
        }
        encoder.ledger("checkout", "i40", "cpu", START, 1, 3_600, Map.of(), 2, false, START + 12_000);
        encoder.facts("checkout", "i40", new TreeMap<>(Map.of("jvm.version", "17.0.8", "jvm.gc", "Z")), START);
        encoder.facts(
                "checkout", "i40", new TreeMap<>(Map.of("jvm.version", "17.0.9", "jvm.gc", "G1")), START + 10_000);
        encoder.rates(
                "checkout",
                "i40",
                START,
                1,
                new TreeMap<>(Map.of("cpu", 40_000_000L)),
                new TreeMap<>(Map.of("cpu", 4)),
                "");
        try (BlockWriter writer = new BlockWriter(clickHouse.address())) {
            writer.write(encoder.finish(UUID.randomUUID().toString()));
        }
        try (RegressionStore regressions = new RegressionStore(clickHouse.address(), Duration.ofSeconds(30))) {
            long now = System.currentTimeMillis();
            LookKey silent = new LookKey("checkout", "41", "42", "cpu", 0);
            LookKey found = new LookKey("checkout", "42", "43", "cpu", 0);
            regressions
                    .looks()
                    .done(new LookRow(silent, now, LookRow.Verdict.COMPARED, 0, 0, 6, 9_000, 6, 9_000, 0.0025, "", 10));
            regressions
                    .looks()
                    .done(new LookRow(found, now, LookRow.Verdict.COMPARED, 1, 0, 6, 9_000, 6, 9_000, 0.0025, "", 10));
        }
    }

    @AfterAll
    static void stop() {
        analyst.close();
        clickHouse.close();
    }

    @Test
    void tellsCoresByMethodAndHour() throws IOException {
        assertThat(run("CPU cores by method by hour", row -> row.getString(2) + " " + row.getDouble(3)))
                .containsExactly("java.util.HashMap.resize 0.04", "shop.Main.main 0.01");
    }

    @Test
    void tellsWhatChanged() throws IOException {
        assertThat(run(
                        "What changed between two versions",
                        row -> row.getString(1) + " " + row.getDouble(2) + " " + row.getDouble(3)))
                .containsExactlyInAnyOrder("java.util.HashMap.resize 0.01 0.03", "shop.Main.main 0.015 0.035");
    }

    @Test
    void drawsAFlameGraphAsRows() throws IOException {
        assertThat(run("A flame graph as rows", row -> row.getString(1) + " " + row.getLong(2)))
                .containsExactly("shop.Main.main 36000000000", "shop.Main.main;java.util.HashMap.resize 144000000000");
    }

    @Test
    void answersTheOtherExamples() throws IOException {
        assertThat(run("The dearest minute of an instance", row -> row.getString(2) + " " + row.getDouble(3)))
                .containsExactly("i41 2.1");
        assertThat(run("CPU by zone, or any other label", row -> row.getString(1) + " " + row.getDouble(2)))
                .containsExactly("eu 182.0");
        assertThat(run("Which services allocate most in a method", row -> row.getString(1) + " " + row.getLong(2)))
                .containsExactly("checkout 16384");
    }

    @Test
    void tellsHowFreshTheDataIs() throws IOException {
        assertThat(run("How fresh the data is", row -> row.getString(1) + " " + row.getLong(3)))
                .containsExactly("checkout 2");
    }

    @Test
    void tellsWhatInstancesSayAboutThemselves() throws IOException {
        assertThat(run("Which JVMs run where", row -> row.getString(1) + " " + row.getString(2) + " " + row.getLong(3)))
                .containsExactly("17.0.9 G1 1");
        assertThat(run("When collectors slowed down", row -> row.getString(2) + " " + row.getLong(4)))
                .containsExactly("i40 1");
    }

    @Test
    void tellsWhatEachValueOfALabelCosts() throws IOException {
        assertThat(run("CPU by a label of the application", row -> row.getString(1) + " " + row.getDouble(2)))
                .containsExactly("/pay 2.0");
    }

    @Test
    void tellsWhatWasLookedAtWithoutAFinding() throws IOException {
        assertThat(run(
                        "What was looked at without a finding",
                        row -> row.getString(1) + " " + row.getString(2) + " " + row.getDouble(3)))
                .containsExactly("checkout 42 0.25");
    }

    @Test
    void theAnalystChangesNothing() {
        for (String statement : List.of(
                "INSERT INTO retention (windows_days) VALUES (1)",
                "DROP TABLE samples",
                "SELECT 1 SETTINGS max_memory_usage = 0")) {
            assertThatThrownBy(() -> analyst.execute(statement)).isInstanceOf(StorageException.class);
        }
    }

    private interface RowText {
        String of(ClickHouseBinaryFormatReader row);
    }

    private static List<String> run(String heading, RowText text) throws IOException {
        var example = Pattern.compile("## " + Pattern.quote(heading) + "\n.*?```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(example.find()).as(heading).isTrue();
        List<String> rows = new ArrayList<>();
        analyst.query(example.group(1), Map.of(), row -> rows.add(text.of(row)));
        return rows;
    }
}
