package dev.stackhouse.streamer.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.partial.WindowPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances whose clocks are an hour wrong, beside one whose clock is right, all in one partition. */
class ClockErrorsTest {
    private static final String SERVICE = "shop";
    private static final Map<String, Duration> ERRORS =
            Map.of("right", Duration.ZERO, "ahead", Duration.ofHours(1), "behind", Duration.ofHours(-1));
    private static final int BATCHES = 6;

    @TempDir
    private Path stateDirectory;

    private final Random random = new Random(8);
    private final long startMillis = WindowPart.startOf(System.currentTimeMillis()) - 60_000;

    @Test
    void countEverySampleOnceAndKeepNobodysWindowsOpen() throws Exception {
        try (TestingPipeline pipeline = TestingPipeline.start(stateDirectory)) {
            List<StackBatch> batches = new ArrayList<>();
            for (int sequence = 1; sequence <= BATCHES; sequence++) {
                for (String instance : ERRORS.keySet()) {
                    batches.add(batch(instance, sequence));
                }
            }
            // Nobody falls silent for an hour: a window is given out by what its own instance says, or not at all.
            try (EmbeddedJob job = EmbeddedJob.start(pipeline.config("--patience", "1h"))) {
                pipeline.publish(false, batches.toArray(new StackBatch[0]));
                pipeline.publish(false, batches.toArray(new StackBatch[0]));
                for (String instance : ERRORS.keySet()) {
                    long closed = samples(batches, instance, false);
                    TestingPipeline.await(
                            "closed windows of " + instance, () -> pipeline.stored(SERVICE, instance) >= closed);
                    assertThat(pipeline.stored(SERVICE, instance)).as(instance).isEqualTo(closed);
                }
                assertThat(job.isRunning()).isTrue();
            }
            try (EmbeddedJob job = EmbeddedJob.start(pipeline.config("--patience", "1s"))) {
                for (String instance : ERRORS.keySet()) {
                    batches.add(batch(instance, BATCHES + 1));
                    pipeline.publish(false, batch(instance, BATCHES + 1), batch(instance, 1));
                }
                for (String instance : ERRORS.keySet()) {
                    long all = samples(batches, instance, true);
                    TestingPipeline.await(
                            "all windows of " + instance, () -> pipeline.stored(SERVICE, instance) >= all);
                    assertThat(pipeline.stored(SERVICE, instance)).as(instance).isEqualTo(all);
                    assertThat(pipeline.books(SERVICE, instance))
                            .allSatisfy(row -> assertThat(row.taken()).isEqualTo(row.stored()))
                            .allSatisfy(row -> assertThat(row.droppedByReason()).isEmpty())
                            .extracting(row -> row.ofInstance().batchesMissing())
                            .containsOnly(0L);
                }
                assertThat(job.isRunning()).isTrue();
            }
        }
    }

    /** Its content is that of its number; it ends in the middle of a window. */
    private StackBatch batch(String instance, long sequence) {
        random.setSeed(instance.hashCode() + sequence);
        long start = startMillis + ERRORS.get(instance).toMillis() + sequence * 10_000 - 3_000;
        return Batches.random(random, SERVICE, instance, sequence, start);
    }

    /** Samples in the batches of an instance, with or without those of the window in which the last one ends. */
    private static long samples(List<StackBatch> batches, String instance, boolean withOpen) {
        long last = batches.stream()
                .filter(batch -> batch.getInstanceId().equals(instance))
                .mapToLong(StackBatch::getSequence)
                .max()
                .orElseThrow();
        long sum = 0;
        for (StackBatch batch : batches) {
            for (Sample sample : batch.getSamplesList()) {
                boolean open = batch.getSequence() == last && sample.getWindowIndex() == 1;
                if (batch.getInstanceId().equals(instance) && (withOpen || !open)) {
                    sum += sample.getCount();
                }
            }
        }
        return sum;
    }
}
