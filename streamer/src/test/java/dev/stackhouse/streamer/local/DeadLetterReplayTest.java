package dev.stackhouse.streamer.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.deadletter.DeadLetterRecord;
import dev.stackhouse.streamer.partial.WindowPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that one job cannot use and its successor can. */
class DeadLetterReplayTest {
    private static final String SERVICE = "shop";
    private static final String INSTANCE = "shop-1";
    private static final String DUPLICATES = "flink_taskmanager_job_task_operator_duplicateBatches";

    private final long nowMillis = WindowPart.startOf(System.currentTimeMillis()) - 20_000;

    @TempDir
    private Path stateDirectory;

    private TestingPipeline pipeline;

    @BeforeEach
    void start() {
        pipeline = TestingPipeline.start(stateDirectory);
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void aBatchThatIsAmongThemTwiceCountsOnce() throws Exception {
        Random random = new Random(9);
        StackBatch old = Batches.random(
                random, SERVICE, INSTANCE, 1, nowMillis - Duration.ofHours(3).toMillis());
        StackBatch fresh = Batches.random(random, SERVICE, INSTANCE, 2, nowMillis);
        pipeline.publish(false, old, fresh);
        // It dies before the checkpoint after which it would not read the batch again.
        try (ChildStreamer streamer = pipeline.startReadyChild("--retention", "1h", "--checkpoint-interval", "1h")) {
            pipeline.deadLetters(1);
            streamer.kill();
        }
        List<ConsumerRecord<byte[], byte[]>> letters;
        try (ChildStreamer streamer = pipeline.startReadyChild("--retention", "1h")) {
            letters = pipeline.deadLetters(2);
            awaitBooks(Batches.samples(fresh), Batches.samples(old));
            assertThat(streamer.terminate()).isZero();
        }
        assertThat(letters)
                .extracting(letter -> header(letter, DeadLetterRecord.OFFSET))
                .containsExactly("0", "0");

        try (ChildStreamer streamer = pipeline.startReadyChild("--retention", "30d")) {
            pipeline.replay(letters);
            TestingPipeline.await("the second replay", () -> streamer.scrape().count(DUPLICATES) == 1);
            awaitBooks(Batches.samples(fresh) + Batches.samples(old), 0);
            assertThat(pipeline.books(SERVICE, INSTANCE))
                    .allSatisfy(row -> assertThat(row.unexplained()).isZero())
                    .extracting(row -> row.ofInstance().batchesMissing())
                    .containsOnly(0L);
            assertThat(streamer.terminate()).isZero();
        }
    }

    @Test
    void aFormatThatAnOlderJobDoesNotKnowIsTakenBackOnceTheJobIsUpdated() throws Exception {
        Random random = new Random(10);
        StackBatch plain = Batches.random(random, SERVICE, INSTANCE, 1, nowMillis);
        StackBatch sealed = Batches.sealed(Batches.random(random, SERVICE, INSTANCE, 2, nowMillis + 10_000));
        List<ConsumerRecord<byte[], byte[]>> letters;
        try (EmbeddedJob older = OlderJob.start(pipeline.config())) {
            pipeline.publish(false, plain, sealed);
            letters = pipeline.deadLetters(1);
            awaitBooks(Batches.samples(plain), Batches.samples(sealed));
            assertThat(older.isRunning()).isTrue();
        }
        assertThat(header(letters.get(0), DeadLetterRecord.REASON)).isEqualTo("UNKNOWN_FORMAT");
        assertThat(letters.get(0).value()).isEqualTo(sealed.toByteArray());

        try (EmbeddedJob updated = EmbeddedJob.start(pipeline.config())) {
            pipeline.replay(letters);
            awaitBooks(Batches.samples(plain) + Batches.samples(sealed), 0);
            assertThat(pipeline.books(SERVICE, INSTANCE))
                    .allSatisfy(row -> assertThat(row.unexplained()).isZero());
            assertThat(updated.isRunning()).isTrue();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    private void awaitBooks(long stored, long dropped) throws InterruptedException {
        TestingPipeline.await(
                stored + " samples stored and " + dropped + " dropped",
                () -> pipeline.stored(SERVICE, INSTANCE) == stored && pipeline.dropped(SERVICE, INSTANCE) == dropped);
    }
}
