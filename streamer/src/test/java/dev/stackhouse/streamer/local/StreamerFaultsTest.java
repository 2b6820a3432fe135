package dev.stackhouse.streamer.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.process.fault.Signals;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.operate.Scrape;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One fault at a time between the streamer and ClickHouse, each at the moment at which it hurts most; in the end the books. */
class StreamerFaultsTest {
    private static final int INSTANCES = 4;
    private static final String STORE_WAIT = "flink_taskmanager_job_task_operator_storeWaitMillis";
    private static final String RESTARTS = "flink_jobmanager_job_numRestarts";

    /** How ClickHouse can be away. */
    private enum Absence {
        /** An insert lies in its socket, and it goes through after whoever sent it has died. */
        FROZEN {
            @Override
            void begin(TestingClickHouse clickHouse) throws InterruptedException {
                Signals.freeze(clickHouse.pid());
            }

            @Override
            void end(TestingClickHouse clickHouse) throws InterruptedException {
                Signals.thaw(clickHouse.pid());
            }
        },
        DEAD {
            @Override
            void begin(TestingClickHouse clickHouse) {
                clickHouse.kill();
            }

            @Override
            void end(TestingClickHouse clickHouse) {
                clickHouse.restart();
            }
        };

        abstract void begin(TestingClickHouse clickHouse) throws InterruptedException;

        abstract void end(TestingClickHouse clickHouse) throws InterruptedException;
    }

    @TempDir
    private Path stateDirectory;

    private TestingPipeline pipeline;
    private Fleet fleet;
    private long sequence;

    @BeforeEach
    void start() {
        pipeline = TestingPipeline.start(stateDirectory);
        fleet = new Fleet(pipeline.kafka().bootstrapServers(), 4);
    }

    @AfterEach
    void stop() {
        fleet.close();
        pipeline.close();
    }

    @ParameterizedTest
    @EnumSource(Absence.class)
    void countsOnceThoughItIsKilledBetweenACheckpointAndItsCommit(Absence absence) throws Exception {
        try (ChildStreamer streamer = pipeline.startReadyChild()) {
            publishRound();
            fleet.awaitStored(pipeline.clickHouse().address());
            absence.begin(pipeline.clickHouse());
            Optional<Path> before = NewestCheckpoint.in(pipeline.checkpoints());
            TestingPipeline.await("a checkpoint whose rows wait for ClickHouse", () -> {
                publishRound();
                return !NewestCheckpoint.in(pipeline.checkpoints()).equals(before)
                        && streamer.scrape().sum(STORE_WAIT) > 0;
            });
            streamer.kill();
        }
        absence.end(pipeline.clickHouse());
        publishRound();
        try (ChildStreamer streamer = pipeline.startReadyChild()) {
            publishRound();
            fleet.awaitStored(pipeline.clickHouse().address());
            assertThat(streamer.stopByEndOfInput()).isZero();
        }
    }

    @Test
    void countsOnceThoughTheJobRestartsOverAndOverWhileClickHouseIsAway() throws Exception {
        try (EmbeddedJob job = EmbeddedJob.start(pipeline.config("--commit-patience", "100ms"))) {
            publishRound();
            fleet.awaitStored(pipeline.clickHouse().address());
            pipeline.clickHouse().kill();
            TestingPipeline.await("restarts", () -> {
                publishRound();
                return Scrape.of(URI.create("http://" + job.metricsAddress() + "/metrics"))
                                .sum(RESTARTS)
                        >= 2;
            });
            pipeline.clickHouse().restart();
            publishRound();
            fleet.awaitStored(pipeline.clickHouse().address());
            TestingPipeline.await("the job runs", job::isRunning);
        }
    }

    @Test
    void countsOnceThoughClickHouseHardlyRuns() throws Exception {
        try (EmbeddedJob job = EmbeddedJob.start(pipeline.config("--commit-patience", "1s"))) {
            TestingPipeline.await("the job runs", job::isRunning);
            long clickHouse = pipeline.clickHouse().pid();
            CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> {
                try {
                    Signals.slow(clickHouse, 30, 20, 400);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            while (!slow.isDone()) {
                publishRound();
                Thread.sleep(100);
            }
            slow.join();
            fleet.awaitStored(pipeline.clickHouse().address());
            assertThat(job.isRunning()).isTrue();
        }
    }

    private void publishRound() {
        sequence++;
        for (int instance = 0; instance < INSTANCES; instance++) {
            fleet.publish("shop-" + instance, sequence);
        }
        fleet.publishAgain();
    }
}
