package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.deadletter.DeadLetter;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.PartialSerializer;
import dev.stackhouse.streamer.source.RawBatch;
import java.time.Duration;
import java.util.Random;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecodeFunctionTest {
    private static final long NOW = 1_700_000_000_000L;

    private OneInputStreamOperatorTestHarness<RawBatch, Partial> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeFunction(Duration.ofDays(30), 1_000)));
        harness.setup(PartialSerializer.INSTANCE);
        harness.open();
        harness.setProcessingTime(NOW);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void passesGoodBatchesOn() throws Exception {
        process(Batches.random(new Random(1), "shop", "shop-1", 5, NOW).toByteArray());

        assertThat(harness.extractOutputValues()).singleElement().satisfies(partial -> {
            assertThat(partial.sequence()).isEqualTo(5);
            assertThat(partial.dictionary().isEmpty()).isFalse();
        });
        assertThat(harness.getSideOutput(DecodeFunction.DEAD_LETTERS)).isNull();
    }

    @Test
    void putsNoiseAsideAndGoesOn() throws Exception {
        process(new byte[] {0});
        process(new byte[0]);
        process(Batches.random(new Random(1), "shop", "shop-1", 1, NOW).toByteArray());

        assertThat(deadLetters()).containsExactly("UNDECODABLE", "UNKNOWN_FORMAT");
        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    void keepsTheBooksOfWhatItPutsAside() throws Exception {
        StackBatch old = Batches.random(new Random(1), "shop", "shop-1", 5, NOW - 40 * 86_400_000L);
        process(old.toByteArray());

        assertThat(deadLetters()).containsExactly("TOO_OLD");
        assertThat(harness.extractOutputValues()).singleElement().satisfies(partial -> {
            assertThat(partial.windows().get(0).startMillis()).isEqualTo(NOW);
            assertThat(partial.windows().get(0).ledger().stream()
                            .mapToLong(entry -> entry.droppedByReason().get(6))
                            .sum())
                    .isEqualTo(Batches.samples(old));
        });
    }

    private void process(byte[] value) throws Exception {
        harness.processElement(new RawBatch(null, value, 3, 77, false), 0);
    }

    private Iterable<String> deadLetters() {
        return harness.getSideOutput(DecodeFunction.DEAD_LETTERS).stream()
                .map(record -> record.getValue())
                .map(DeadLetter::reason)
                .toList();
    }
}
