package dev.stackhouse.flink;

import dev.stackhouse.broker.TestingKafkaCluster;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.streamer.local.Fleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/flink.md against real clusters, and the books. */
class FlinkClusterTest {
    private static final int INSTANCES = 80;
    private static final int ROUNDS_A_SECOND = 5;

    @TempDir
    private Path directory;

    private TestingKafkaCluster kafka;
    private TestingClickHouse clickHouse;
    private TestingFlinkCluster flink;
    private TestingJob job;
    private Fleet fleet;
    private long sequence;

    @BeforeEach
    void start() throws Exception {
        kafka = TestingKafkaCluster.start();
        kafka.createTopic(Fleet.TOPIC, 4);
        kafka.createTopic(Fleet.DEAD_LETTERS, 1);
        clickHouse = TestingClickHouse.start();
        flink = TestingFlinkCluster.start(directory, 2);
        job = new TestingJob(flink, kafka.bootstrapServers(), clickHouse.address());
        fleet = new Fleet(kafka.bootstrapServers(), 11);
    }

    @AfterEach
    void stop() {
        for (AutoCloseable part : new AutoCloseable[] {fleet, flink, clickHouse, kafka}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void losesNothingThoughATaskManagerAndABrokerDie() throws Exception {
        String id = run(2);
        publish(5);
        flink.killTaskManager();
        publish(5);
        kafka.kill(1);
        publish(5);
        flink.addTaskManager();
        kafka.restart(1);
        publish(5);

        fleet.awaitStored(clickHouse.address());
        flink.awaitRunning(id, 2);
    }

    @Test
    void losesNothingThroughBothWaysOfRescaling() throws Exception {
        String id = run(1);
        publish(3);
        for (int parallelism : new int[] {2, 1}) {
            String savepoint = job.stopWithSavepoint(id, directory.resolve("savepoints"));
            publish(2);
            id = run(parallelism, "-s", savepoint);
            publish(3);
        }

        fleet.awaitStored(clickHouse.address());
    }

    private String run(int parallelism, String... options) throws IOException, InterruptedException {
        return job.run(parallelism, List.of(options), List.of("--checkpoint-interval", "1s", "--patience", "5s"));
    }

    /** Some hundred batches a second: in time, after their successors, and twice. */
    private void publish(int seconds) throws InterruptedException {
        for (int round = 0; round < seconds * ROUNDS_A_SECOND; round++) {
            sequence++;
            for (int instance = 0; instance < INSTANCES; instance++) {
                boolean waits = sequence % 7 == instance % 7;
                if (!waits) {
                    fleet.publish("shop-" + instance, sequence);
                }
                boolean waited = sequence > 1 && (sequence - 1) % 7 == instance % 7;
                if (waited) {
                    fleet.publish("shop-" + instance, sequence - 1);
                }
                if (instance % 8 == 0) {
                    fleet.publishAgain();
                }
            }
            TimeUnit.MILLISECONDS.sleep(1_000 / ROUNDS_A_SECOND);
        }
    }
}
