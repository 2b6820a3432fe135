package dev.stackhouse.storage.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import dev.stackhouse.storage.schema.Ageing;
import dev.stackhouse.storage.schema.Migrations;
import dev.stackhouse.storage.schema.Retention;
import dev.stackhouse.storage.schema.Retention.KeptRange;
import dev.stackhouse.storage.schema.SchemaOptions;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Any range is the sum of its windows, whatever mixture of tiers it is read from: random data around the ends of every tier,
 * random ranges and selectors, before and after the engine has merged and aged the tables, beside a naive oracle.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExactRangeTest {
    private static final long DAY = 86_400_000;
    private static final long SEED = 20_260_101;
    private static final int RANGES = 60;
    /** Moments around which there is data: now, and where the tiers of both retentions end. */
    private static final int[] AGES_DAYS = {0, 2, 4, 7, 30, 90};

    private static final List<Long> STEPS = List.of(10_000L, 60_000L, 1_800_000L, 3_600_000L, DAY);

    private static final SampleOracle oracle = new SampleOracle();
    private static final Random random = new Random(SEED);
    private static TestingClickHouse clickHouse;
    private static ProfileReader reader;
    private static StoreClient sql;

    @BeforeAll
    static void start() {
        clickHouse = TestingClickHouse.start();
        reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30));
        sql = new StoreClient(clickHouse.address(), Duration.ofMinutes(2));
        long midnight = System.currentTimeMillis() / DAY * DAY;
        try (BlockWriter writer = new BlockWriter(clickHouse.address())) {
            for (int commit = 0; commit < 6; commit++) {
                BlockEncoder encoder = new BlockEncoder();
                SampleOracle.writeDictionary(encoder);
                for (int age : AGES_DAYS) {
                    // Two and a half days, sparse, and three hours of them densely.
                    long from = midnight - (age + 1) * DAY - DAY / 2;
                    oracle.write(random, from, 21_600, 250, encoder);
                    oracle.write(random, from + DAY + random.nextInt(8_000) * 10_000L, 1_080, 250, encoder);
                }
                writer.write(encoder.finish(UUID.randomUUID().toString()));
            }
        }
    }

    @AfterAll
    static void stop() {
        sql.close();
        reader.close();
        clickHouse.close();
    }

    @Test
    @Order(1)
    void addsUpAnyRangeOfFreshParts() {
        assertRangesAreExact(Retention.DEFAULT);
    }

    @Test
    @Order(2)
    void addsUpAnyRangeOnceTheEngineHasMergedAndAged() {
        long windowsBefore = entriesOf(7);
        age();

        assertRangesAreExact(Retention.DEFAULT);
        assertThat(entriesOf(7)).as("windows older than a week became minutes").isLessThan(windowsBefore);
        assertThat(entriesOf(31))
                .as("windows older than a month are totals only")
                .isZero();
    }

    @Test
    @Order(3)
    void addsUpAnyRangeAfterTheRetentionWasShortened() {
        Retention shorter = new Retention(1, 3, 60);
        Migrations.apply(clickHouse.address(), new SchemaOptions("", shorter));
        age();

        try (StoreClient other = new StoreClient(clickHouse.address(), Duration.ofSeconds(30))) {
            assertThat(Migrations.retention(other)).isEqualTo(shorter);
        }
        reader.close(); // it remembers the retention for a minute
        reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30));
        assertRangesAreExact(shorter);
        assertThat(entriesOf(4))
                .as("windows older than three days are totals only")
                .isZero();
        assertThat(count("SELECT count() FROM samples WHERE half_hour < now() - INTERVAL 62 DAY"))
                .isZero();
        assertThat(count("SELECT count() FROM service_days WHERE day < today() - 62"))
                .isZero();
    }

    @Test
    @Order(4)
    void agesADayOnce() {
        assertThat(Ageing.run(clickHouse.address(), SchemaOptions.DEFAULT, Instant.now()))
                .isZero();
    }

    @Test
    @Order(5)
    void keepsTheDictionaryOfWhatIsKept() {
        assertThat(count("SELECT count() FROM stacks")).isPositive();
        assertThat(count("SELECT uniqExact(stack_id) FROM samples WHERE stack_id NOT IN (SELECT stack_id FROM stacks)"))
                .isZero();
    }

    private static void assertRangesAreExact(Retention retention) {
        for (int i = 0; i < RANGES; i++) {
            Instant now = Instant.now();
            KeptRange range = randomRange(retention, now);
            List<LabelMatcher> matchers = SampleOracle.randomMatchers(random);
            StackQuery query = new StackQuery(
                    SampleOracle.SERVICE,
                    random.nextBoolean() ? "cpu" : "alloc",
                    matchers,
                    range.fromMillis(),
                    range.toMillis());
            assertThat(Set.copyOf(reader.stacks(query).stacks()))
                    .as("%s", query)
                    .isEqualTo(oracle.stacks(query));
            String label = List.of("version", "zone", "instance", "absent").get(random.nextInt(4));
            Map<String, Set<StackTotal>> groups = new HashMap<>();
            reader.stacksBy(query, label).forEach((value, totals) -> groups.put(value, Set.copyOf(totals.stacks())));
            assertThat(groups).as("%s by %s", query, label).isEqualTo(oracle.stacksBy(query, label));
            SelectionSummary summary = reader.summary(query);
            assertThat(summary.samples())
                    .as("%s", query)
                    .isEqualTo(oracle.selected(query).stream()
                            .mapToLong(SampleOracle.Entry::count)
                            .sum());
            long step = Math.max(range.resolutionMillis(), DAY);
            assertThat(reader.timeLine(query, step, "").series().getOrDefault("", Map.of()))
                    .as("%s", query)
                    .isEqualTo(oracle.timeLine(query, step));
            assertThat(reader.timeLine(query, step, "", stack -> true).series().getOrDefault("", Map.of()))
                    .as("stack by stack: %s", query)
                    .isEqualTo(oracle.timeLine(query, step));
        }
    }

    /** Both ends on boundaries of some length near an end of a tier, and from one window to months apart. */
    private static KeptRange randomRange(Retention retention, Instant now) {
        while (true) {
            long from = randomMoment(now);
            long to = random.nextBoolean() ? randomMoment(now) : from + 10_000L * (1 + random.nextInt(1_000));
            if (from < to) {
                KeptRange range = retention.fit(from, to, now);
                if (range.keptFromMillis() == 0) {
                    return range;
                }
            }
        }
    }

    private static long randomMoment(Instant now) {
        long about = now.toEpochMilli()
                - AGES_DAYS[random.nextInt(AGES_DAYS.length)] * DAY
                + (random.nextInt(4 * 8_640) - 2 * 8_640) * 10_000L;
        long step = STEPS.get(random.nextInt(STEPS.size()));
        return about / step * step;
    }

    /** Windows and minutes that are kept of what is older than so many days. */
    private static long entriesOf(int days) {
        return count("SELECT sum(length(slots)) FROM samples WHERE toDate(half_hour) < today() - " + days);
    }

    private static void age() {
        Ageing.run(clickHouse.address(), SchemaOptions.DEFAULT, Instant.now());
        while (count("SELECT count() FROM system.mutations WHERE NOT is_done") > 0) {
            Thread.onSpinWait();
        }
        for (String table : List.of(
                "samples",
                "service_days",
                "service_half_hours",
                "windows",
                "instance_half_hours",
                "stacks",
                "frames",
                "instances")) {
            sql.execute("OPTIMIZE TABLE " + table + " FINAL");
        }
    }

    private static long count(String statement) {
        List<Long> counts = new ArrayList<>();
        sql.query(
                statement.replaceFirst("SELECT (.*?) FROM", "SELECT toInt64($1) FROM"),
                Map.of(),
                row -> counts.add(row.getLong(1)));
        return counts.get(0);
    }
}
