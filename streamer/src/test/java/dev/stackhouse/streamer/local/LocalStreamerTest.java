package dev.stackhouse.streamer.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.operate.OperatingGuide;
import dev.stackhouse.storage.operate.Scrape;
import dev.stackhouse.streamer.deadletter.DeadLetterRecord;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with a real Kafka and a real ClickHouse. */
class LocalStreamerTest {
    private static final int INSTANCES = 4;
    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

    @TempDir
    private Path stateDirectory;

    private TestingPipeline pipeline;
    private TestingKafka kafka;
    private TestingClickHouse clickHouse;

    @BeforeEach
    void start() {
        pipeline = TestingPipeline.start(stateDirectory);
        kafka = pipeline.kafka();
        clickHouse = pipeline.clickHouse();
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void countsEverySampleOnceAmidDuplicatesLateDataAndNoise() throws Exception {
        try (Fleet fleet = new Fleet(kafka.bootstrapServers(), 1);
                EmbeddedJob job = EmbeddedJob.start(pipeline.config())) {
            for (int sequence = 1; sequence <= 60; sequence++) {
                for (int instance = 0; instance < INSTANCES; instance++) {
                    if (sequence % 10 == 3) {
                        // Its turn comes after its successor.
                        continue;
                    }
                    fleet.publish("shop-" + instance, sequence);
                    if (sequence % 10 == 4) {
                        fleet.publish("shop-" + instance, sequence - 1);
                    }
                    if (sequence % 5 == 0) {
                        fleet.publishAgain();
                    }
                }
                if (sequence % 7 == 0) {
                    fleet.publishNoise();
                    fleet.publishTooOld("shop-0", 1_000 + sequence);
                }
            }
            fleet.awaitStored(clickHouse.address());
            assertThat(job.isRunning()).isTrue();
            assertThat(deadLetters(fleet.unusable())).containsExactlyInAnyOrder("UNDECODABLE", "TOO_OLD");
            assertTells(Scrape.of(URI.create("http://" + job.metricsAddress() + "/metrics")), fleet);
        }
    }

    /** The figures of the run above, and that there is every figure that the guide names. */
    private static void assertTells(Scrape scrape, Fleet fleet) throws Exception {
        assertThat(scrape.count(OPERATOR + "batchesIn")).isEqualTo(304);
        assertThat(scrape.count(OPERATOR + "duplicateBatches")).isEqualTo(48);
        assertThat(scrape.count(OPERATOR + "reason_rejectedBatches", "reason=\"TOO_OLD\""))
                .isEqualTo(8);
        assertThat(scrape.count(OPERATOR + "reason_rejectedBatches")).isEqualTo(fleet.unusable());
        assertThat(scrape.count(OPERATOR + "samplesOut")).isEqualTo(fleet.storedSamples());
        assertThat(scrape.count(OPERATOR + "reason_droppedSamples")).isEqualTo(fleet.rejectedSamples());
        assertThat(scrape.count(OPERATOR + "takenSamples")).isEqualTo(fleet.storedSamples() + fleet.rejectedSamples());
        assertThat(scrape.count(OPERATOR + "lateWindowsOut"))
                .isPositive()
                .isLessThan(scrape.count(OPERATOR + "windowsOut"));
        assertThat(scrape.count(OPERATOR + "skippedBatches")).isPositive();
        assertThat(scrape.count(OPERATOR + "filledBatches")).isPositive();
        assertThat(scrape.count(OPERATOR + "rowsCommitted"))
                .isGreaterThan(scrape.count(OPERATOR + "blocksCommitted"))
                .isPositive();
        assertThat(scrape.count(OPERATOR + "commitMillis_count")).isEqualTo(scrape.count(OPERATOR + "blocksCommitted"));
        assertThat(scrape.names()).containsAll(OperatingGuide.metricsOf("Streamer"));
    }

    @Test
    void countsEverySampleOnceThoughItIsKilled() throws Exception {
        try (Fleet fleet = new Fleet(kafka.bootstrapServers(), 2)) {
            int sequence = 0;
            for (int life = 0; life < 4; life++) {
                try (ChildStreamer streamer = pipeline.startChild()) {
                    assertThat(streamer.awaitReady()).startsWith("READY metrics=127.0.0.1:");
                    for (int round = 0; round < 25; round++) {
                        sequence++;
                        for (int instance = 0; instance < INSTANCES; instance++) {
                            fleet.publish("shop-" + instance, sequence);
                        }
                        fleet.publishAgain();
                        Thread.sleep(100);
                    }
                    streamer.kill();
                }
            }
            try (ChildStreamer streamer = pipeline.startChild()) {
                assertThat(streamer.awaitReady()).startsWith("READY metrics=127.0.0.1:");
                fleet.awaitStored(clickHouse.address());
                assertThat(streamer.stopByEndOfInput()).isZero();
            }
            try (ChildStreamer streamer = pipeline.startChild()) {
                assertThat(streamer.awaitReady()).startsWith("READY metrics=127.0.0.1:");
                fleet.publish("shop-0", sequence + 1);
                fleet.awaitStored(clickHouse.address());
                assertThat(streamer.terminate()).isZero();
            }
        }
    }

    @Test
    void waitsWhileClickHouseIsAway() throws Exception {
        try (Fleet fleet = new Fleet(kafka.bootstrapServers(), 3);
                EmbeddedJob job = EmbeddedJob.start(pipeline.config())) {
            for (int sequence = 1; sequence <= 60; sequence++) {
                fleet.publish("shop-0", sequence);
                if (sequence == 20) {
                    clickHouse.kill();
                }
                if (sequence == 40) {
                    clickHouse.restart();
                }
                Thread.sleep(200);
            }
            fleet.awaitStored(clickHouse.address());
            assertThat(job.isRunning()).isTrue();
        }
    }

    @Test
    void refusesAStateDirectoryThatIsInUse() throws Exception {
        try (StateLock lock = StateLock.take(stateDirectory);
                ChildStreamer second = pipeline.startChild()) {
            assertThat(lock).isNotNull();
            assertThat(second.awaitReady()).isNull();
            assertThat(second.awaitEnd()).isEqualTo(1);
        }
    }

    /** Reasons of the dead letters; waits until there are so many. */
    private Set<String> deadLetters(int wanted) throws InterruptedException {
        Set<String> reasons = new HashSet<>();
        Set<String> origins = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : pipeline.deadLetters(wanted)) {
            assertThat(record.value()).isNotEmpty();
            assertThat(header(record, DeadLetterRecord.MESSAGE)).isNotBlank();
            reasons.add(header(record, DeadLetterRecord.REASON));
            origins.add(header(record, DeadLetterRecord.PARTITION) + "/" + header(record, DeadLetterRecord.OFFSET));
        }
        assertThat(origins).hasSize(wanted);
        return reasons;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return new String(header.value(), UTF_8);
    }
}
