package dev.stackhouse.storage.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.read.LabelMatcher.Operator;
import dev.stackhouse.storage.read.Rates.Rate;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What instances say about themselves, as it is read back. */
class DeclarationsTest {
    private static final long START = System.currentTimeMillis() / 3_600_000 * 3_600_000 - 7_200_000;
    private static final long DAY = 86_400_000;

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
    void listsTheInstancesThatMatch() {
        BlockEncoder encoder = new BlockEncoder();
        encoder.instance("list", "b", Map.of("zone", "z1", "version", "41"), START);
        encoder.instance("list", "b", Map.of("zone", "z1", "version", "41"), START + 60_000);
        encoder.instance("list", "a", Map.of(), START + 60_000);
        encoder.instance("other", "c", Map.of(), START);
        write(encoder);

        InstanceRow a = new InstanceRow("a", new TreeMap<>(), START + 60_000, START + 70_000);
        InstanceRow b =
                new InstanceRow("b", new TreeMap<>(Map.of("zone", "z1", "version", "41")), START, START + 70_000);
        assertThat(reader.instances("list", List.of(), START, START + 120_000)).containsExactly(a, b);
        assertThat(reader.instances("list", List.of(), START, START + 60_000)).containsExactly(b);
        assertThat(reader.instances("list", List.of(), START + 120_000, START + 180_000))
                .isEmpty();
        assertThat(reader.instances(
                        "list", List.of(new LabelMatcher("zone", Operator.NOT_EQUAL, "z1")), START, START + 120_000))
                .containsExactly(a);
    }

    @Test
    void theNewestFactsReplaceTheOthers() {
        write(facts("a", Map.of("jvm.version", "17", "jvm.flags", "-Xmx1g"), START + 60_000));
        write(facts("a", Map.of("jvm.version", "16"), START));
        write(facts("b", Map.of("jvm.gc", "G1"), START));

        assertThat(reader.facts("facts", List.of("a", "b", "c"), List.of()))
                .isEqualTo(
                        Map.of("a", Map.of("jvm.version", "17", "jvm.flags", "-Xmx1g"), "b", Map.of("jvm.gc", "G1")));
        assertThat(reader.facts("facts", List.of("a"), List.of("jvm.version", "jvm.gc")))
                .isEqualTo(Map.of("a", Map.of("jvm.version", "17")));
    }

    @Test
    void ratesHoldUntilOthersAreTold() {
        BlockEncoder encoder = new BlockEncoder();
        encoder.instance("spans", "a", Map.of(), START + 600_000);
        rates(encoder, "spans", START - DAY, 1, 10_000_000, 1, "");
        rates(encoder, "spans", START + 100_000, 8_000, 40_000_000, 4, "");
        rates(encoder, "spans", START + 200_000, 8_010, 40_000_000, 4, "");
        rates(encoder, "spans", START + 300_000, 8_020, 10_000_000, 1, "p-1");
        write(encoder);

        List<InstanceRates> changed = reader.changedRates("spans", "", START, START + 900_000);

        assertThat(changed)
                .containsExactly(new InstanceRates(
                        "spans",
                        "a",
                        List.of(
                                cpu(START, START + 100_000, 10_000_000, 1, ""),
                                cpu(START + 100_000, START + 300_000, 40_000_000, 4, ""),
                                cpu(START + 300_000, START + 610_000, 10_000_000, 1, "p-1"))));
        assertThat(reader.changedRates("spans", "a", START, START + 100_000)).isEmpty();
        assertThat(reader.changedRates("spans", "b", START, START + 900_000)).isEmpty();
        assertThat(reader.rates("spans", List.of("a"), START, START + 100_000))
                .containsExactly(
                        new InstanceRates("spans", "a", List.of(cpu(START, START + 100_000, 10_000_000, 1, ""))));
    }

    @Test
    void nothingIsSampledWhereAPolicySwitchesEverythingOff() {
        BlockEncoder encoder = new BlockEncoder();
        encoder.instance("off", "a", Map.of(), START + 50_000);
        encoder.rates("off", "a", START, 1, new TreeMap<>(), new TreeMap<>(), "silence");
        write(encoder);

        assertThat(reader.changedRates("", "", START, START + 60_000).stream()
                        .filter(rates -> rates.service().equals("off")))
                .containsExactly(new InstanceRates(
                        "off", "a", List.of(new Rates(START, START + 60_000, new TreeMap<>(), "silence"))));
    }

    private static BlockEncoder facts(String instance, Map<String, String> facts, long seenMillis) {
        BlockEncoder encoder = new BlockEncoder();
        encoder.facts("facts", instance, new TreeMap<>(facts), seenMillis);
        return encoder;
    }

    private static void rates(
            BlockEncoder encoder,
            String service,
            long sinceMillis,
            long sequence,
            long interval,
            int slowed,
            String policy) {
        encoder.rates(
                service,
                "a",
                sinceMillis,
                sequence,
                new TreeMap<>(Map.of("cpu", interval)),
                slowed == 1 ? new TreeMap<>() : new TreeMap<>(Map.of("cpu", slowed)),
                policy);
    }

    private static Rates cpu(long fromMillis, long toMillis, long interval, int slowed, String policy) {
        return new Rates(fromMillis, toMillis, new TreeMap<>(Map.of("cpu", new Rate(interval, slowed))), policy);
    }

    private static void write(BlockEncoder encoder) {
        writer.write(encoder.finish(UUID.randomUUID().toString()));
    }
}
