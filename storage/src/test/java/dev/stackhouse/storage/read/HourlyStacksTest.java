package dev.stackhouse.storage.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Stacks of a service by hour, on a real engine. */
class HourlyStacksTest {
    private static final long HOUR = 3_600_000;
    private static final long FROM_HOUR = System.currentTimeMillis() / HOUR - 600;

    @Test
    void eachStackHasItsSamplesInEachHourOverAllVersionsAndInstances() {
        try (TestingClickHouse clickHouse = TestingClickHouse.start()) {
            BlockEncoder encoder = new BlockEncoder();
            encoder.frame(1, "shop.Main", "run", 1, 2);
            for (int stack = 0; stack < 2_500; stack++) {
                encoder.frame(10 + stack, "shop.Step" + stack, "take", 1, 2);
                encoder.stack("hours", 1, stack, new long[] {1, 10 + stack});
            }
            encoder.instance("hours", "a", Map.of("version", "41"), FROM_HOUR * HOUR);
            encoder.instance("hours", "b", Map.of("version", "42"), FROM_HOUR * HOUR);
            for (int stack = 0; stack < 2_500; stack++) {
                sample(encoder, "a", "cpu", 3 * HOUR, stack, 5);
            }
            sample(encoder, "a", "cpu", -10_000, 7, 100);
            sample(encoder, "a", "cpu", 0, 7, 1);
            sample(encoder, "a", "cpu", HOUR / 2, 7, 2);
            sample(encoder, "b", "cpu", HOUR - 10_000, 7, 4);
            sample(encoder, "a", "alloc", 0, 7, 8);
            sample(encoder, "b", "cpu", 533 * HOUR, 7, 16);
            sample(encoder, "b", "cpu", 534 * HOUR, 7, 100);
            try (BlockWriter writer = new BlockWriter(clickHouse.address())) {
                writer.write(encoder.finish("token"));
            }

            Map<String, TreeMap<Integer, Long>> read = new TreeMap<>();
            try (ProfileReader reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30))) {
                reader.hourly("hours", "cpu", FROM_HOUR, 534, stack -> {
                    String leaf = stack.frames().get(1).className();
                    assertThat(read).as("each stack is told once").doesNotContainKey(leaf);
                    TreeMap<Integer, Long> hours = read.computeIfAbsent(leaf, name -> new TreeMap<>());
                    for (int at = 0; at < stack.hours().length; at++) {
                        hours.merge(stack.hours()[at], stack.samples()[at], Long::sum);
                    }
                });
            }
            assertThat(read).hasSize(2_500);
            assertThat(read.get("shop.Step7")).isEqualTo(Map.of(0, 7L, 3, 5L, 533, 16L));
            assertThat(read.get("shop.Step2499")).isEqualTo(Map.of(3, 5L));
        }
    }

    private static void sample(
            BlockEncoder encoder, String instance, String event, long afterMillis, int stack, int samples) {
        encoder.sample(
                "hours", event, instance, FROM_HOUR * HOUR + afterMillis, 1, stack, samples * 10_000_000L, samples);
    }
}
