package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.partial.Declaration;
import dev.stackhouse.streamer.partial.Declaration.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is given out of what instances say about themselves. */
class DeclarationsTest {
    private static final long NOW = 1_700_000_000_000L;

    private final BatchDecoder decoder = new BatchDecoder(Duration.ofDays(30), 100);

    @Test
    void aBatchThatSaysNothingDeclaresNothing() throws RejectedException {
        assertThat(decoder.decode(batch("a", 1, NOW).build().toByteArray(), NOW).declaration())
                .isNull();
    }

    @Test
    void givesOutFactsAndRatesOnceADay() throws RejectedException {
        Declaration first = told("a", 1, NOW, 10, 1);
        assertThat(first).isNotNull();
        assertThat(first.facts()).isEqualTo(Map.of("jvm.version", "17.0.9"));
        assertThat(first.rates())
                .isEqualTo(new Declaration.Rates(List.of(new Rate(1, 10, 1), new Rate(5, 7, 1)), "p-1"));
        assertThat(first.sinceMillis()).isEqualTo(NOW);
        assertThat(first.sequence()).isEqualTo(1);

        assertThat(told("a", 2, NOW + 10_000, 10, 1)).isNull();
        assertThat(told("a", 3, NOW + DueDeclarations.DAY_MILLIS - 1, 10, 1)).isNull();
        assertThat(told("a", 4, NOW + DueDeclarations.DAY_MILLIS, 10, 1))
                .isEqualTo(new Declaration(
                        "shop", "a", NOW + DueDeclarations.DAY_MILLIS, 4, first.facts(), first.rates()));
        assertThat(told("b", 1, NOW, 10, 1)).isNotNull();
    }

    @Test
    void givesOutEveryChangeOfRates() throws RejectedException {
        told("a", 1, NOW, 10, 1);
        Declaration slower = told("a", 2, NOW + 10_000, 40, 4);
        Declaration faster = told("a", 3, NOW + 20_000, 10, 1);

        assertThat(slower).isNotNull();
        assertThat(slower.facts()).isEmpty();
        assertThat(slower.rates())
                .isEqualTo(new Declaration.Rates(List.of(new Rate(1, 40, 4), new Rate(5, 7, 1)), "p-1"));
        assertThat(decoder.slowed()).isFalse();
        assertThat(faster).isNotNull();
    }

    @Test
    void aBatchThatComesLateSaysWhatHeldThen() throws RejectedException {
        told("a", 2, NOW + 10_000, 10, 1);

        assertThat(told("a", 1, NOW, 10, 1)).isNotNull();
    }

    @Test
    void aPolicyThatSwitchesEverythingOffIsTold() throws RejectedException {
        Declaration off = decoder.decode(
                        batch("a", 1, NOW).setPolicy("off").build().toByteArray(), NOW)
                .declaration();

        assertThat(off).isNotNull();
        assertThat(off.rates()).isEqualTo(new Declaration.Rates(List.of(), "off"));
    }

    @Test
    void knowsABatchOfACollectorThatSlowsDown() throws RejectedException {
        told("a", 1, NOW, 40, 4);

        assertThat(decoder.slowed()).isTrue();
    }

    private @Nullable Declaration told(String instance, long sequence, long startMillis, long interval, int slowed)
            throws RejectedException {
        StackBatch batch = batch(instance, sequence, startMillis)
                .addFacts(Label.newBuilder().setName("jvm.version").setValue("17.0.9"))
                .addRates(EventRate.newBuilder()
                        .setEvent(EventType.EVENT_TYPE_LOCK)
                        .setInterval(7))
                .addRates(EventRate.newBuilder()
                        .setEvent(EventType.EVENT_TYPE_CPU)
                        .setInterval(interval)
                        .setSlowed(slowed))
                .setPolicy("p-1")
                .build();
        return decoder.decode(batch.toByteArray(), startMillis).declaration();
    }

    private static StackBatch.Builder batch(String instance, long sequence, long startMillis) {
        return Batches.empty("shop", instance, sequence, startMillis);
    }
}
