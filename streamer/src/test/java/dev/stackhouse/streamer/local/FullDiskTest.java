package dev.stackhouse.streamer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.process.fault.BoundedDisk;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that become full, and have room again. Only root may mount one. */
class FullDiskTest {
    private static final int INSTANCES = 4;
    private static final String FAILED_CHECKPOINTS = "flink_jobmanager_job_numberOfFailedCheckpoints";

    @TempDir
    private Path directory;

    private BoundedDisk disk;
    private long sequence;

    @BeforeEach
    void mount() throws Exception {
        disk = BoundedDisk.create(directory.resolve("disk"), 64);
        assumeTrue(disk.isBounded(), "no disk can be mounted here");
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    @Test
    void storesEverythingOnceTheCheckpointsHaveRoomAgain() throws Exception {
        try (TestingPipeline pipeline = TestingPipeline.start(disk.path().resolve("state"));
                Fleet fleet = new Fleet(pipeline.kafka().bootstrapServers(), 5)) {
            try (ChildStreamer streamer = pipeline.startReadyChild()) {
                publishRound(fleet);
                fleet.awaitStored(pipeline.clickHouse().address());
                disk.fill();
                TestingPipeline.await("checkpoints fail", () -> {
                    publishRound(fleet);
                    return streamer.scrape().sum(FAILED_CHECKPOINTS) >= 3;
                });
                disk.empty();
                publishRound(fleet);
                fleet.awaitStored(pipeline.clickHouse().address());

                disk.fill();
                publishRound(fleet);
                streamer.kill();
            }
            disk.empty();
            publishRound(fleet);
            try (ChildStreamer streamer = pipeline.startReadyChild()) {
                fleet.awaitStored(pipeline.clickHouse().address());
                assertThat(streamer.stopByEndOfInput()).isZero();
            }
        }
    }

    @Test
    void losesNothingThoughKafkaHasNoRoom() throws Exception {
        try (TestingPipeline pipeline = TestingPipeline.start(
                        TestingKafka.start(disk.path().resolve("kafka")), directory.resolve("state"));
                Fleet fleet = new Fleet(pipeline.kafka().bootstrapServers(), 6);
                EmbeddedJob job = EmbeddedJob.start(pipeline.config())) {
            publishRound(fleet);
            fleet.awaitStored(pipeline.clickHouse().address());
            disk.fill();
            // Without a broker, sending may block.
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 20; round++) {
                    publishRound(fleet);
                }
            });
            // A broker that cannot write to its only directory ends.
            TestingPipeline.await("Kafka ends", () -> !pipeline.kafka().isAlive());
            disk.empty();
            pipeline.kafka().restart();
            publishing.join();
            fleet.awaitStored(pipeline.clickHouse().address());
            TestingPipeline.await("the job runs", job::isRunning);
        }
    }

    private void publishRound(Fleet fleet) {
        sequence++;
        for (int instance = 0; instance < INSTANCES; instance++) {
            fleet.publish("shop-" + instance, sequence);
        }
        fleet.publishAgain();
    }
}
