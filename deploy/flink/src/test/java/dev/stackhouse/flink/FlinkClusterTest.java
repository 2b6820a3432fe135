package dev.stackhouse.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafkaCluster;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.streamer.local.Fleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/flink.md against real clusters, and the books. */
class FlinkClusterTest {
    private static final int INSTANCES = 8;
    private static final Path JOB_JAR =
            Path.of(System.getProperty("stackhouse.root"), "streamer", "target", "stackhouse-streamer-job.jar");

    @TempDir
    private Path directory;

    private TestingKafkaCluster kafka;
    private TestingClickHouse clickHouse;
    private TestingFlinkCluster flink;
    private Fleet fleet;
    private long sequence;

    @BeforeEach
    void start() throws Exception {
        kafka = TestingKafkaCluster.start();
        kafka.createTopic(Fleet.TOPIC, 4);
        kafka.createTopic(Fleet.DEAD_LETTERS, 1);
        clickHouse = TestingClickHouse.start();
        flink = TestingFlinkCluster.start(directory, 2);
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
        String job = run(2);
        publish(10);
        flink.killTaskManager();
        publish(10);
        kafka.kill(1);
        publish(10);
        flink.addTaskManager();
        kafka.restart(1);
        publish(10);

        fleet.awaitStored(clickHouse.address());
        flink.awaitRunning(job, 2);
    }

    @Test
    void losesNothingThroughAnUpgradeAndBothWaysOfRescaling() throws Exception {
        String job = run(1);
        publish(10);
        for (int parallelism : new int[] {2, 1}) {
            String savepoint = stopWithSavepoint(job);
            publish(5);
            job = run(parallelism, "-s", savepoint);
            fleet.publishAgain();
            publish(10);
        }

        fleet.awaitStored(clickHouse.address());
    }

    /** Submits the job and waits until it runs. */
    private String run(int parallelism, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("run", "-d", "-p", Integer.toString(parallelism)));
        command.addAll(List.of(options));
        command.addAll(List.of(
                JOB_JAR.toString(),
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--clickhouse-url",
                clickHouse.address().uri().toString(),
                "--clickhouse-database",
                clickHouse.address().database(),
                "--clickhouse-user",
                clickHouse.address().user(),
                "--clickhouse-password",
                clickHouse.address().password(),
                "--checkpoint-interval",
                "1s",
                "--patience",
                "5s",
                "--topic",
                Fleet.TOPIC,
                "--dead-letter-topic",
                Fleet.DEAD_LETTERS));
        String job = found("JobID ([0-9a-f]{32})", flink.flink(command.toArray(new String[0])));
        flink.awaitRunning(job, parallelism);
        return job;
    }

    private String stopWithSavepoint(String job) throws IOException, InterruptedException {
        String said = flink.flink(
                "stop",
                "--savepointPath",
                directory.resolve("savepoints").toUri().toString(),
                job);
        return found("Path: (\\S+)", said);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private void publish(int rounds) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            sequence++;
            for (int instance = 0; instance < INSTANCES; instance++) {
                fleet.publish("shop-" + instance, sequence);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
