package dev.stackhouse.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.streamer.local.Fleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The job's jar, submitted to a cluster as the guide says. */
record TestingJob(TestingFlinkCluster flink, String bootstrapServers, StoreAddress store) {
    private static final Path JAR =
            Path.of(System.getProperty("stackhouse.root"), "streamer", "target", "stackhouse-streamer-job.jar");

    /**
     * Submits it and waits until it runs.
     *
     * @param options of {@code flink run}
     * @param settings of the job
     * @return its id
     */
    String run(int parallelism, List<String> options, List<String> settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("run", "-d", "-p", Integer.toString(parallelism)));
        command.addAll(options);
        command.addAll(List.of(
                JAR.toString(),
                "--bootstrap-servers",
                bootstrapServers,
                "--clickhouse-url",
                store.uri().toString(),
                "--clickhouse-database",
                store.database(),
                "--clickhouse-user",
                store.user(),
                "--clickhouse-password",
                store.password(),
                "--topic",
                Fleet.TOPIC,
                "--dead-letter-topic",
                Fleet.DEAD_LETTERS));
        command.addAll(settings);
        String job = found("JobID ([0-9a-f]{32})", flink.flink(command.toArray(new String[0])));
        flink.awaitRunning(job, parallelism);
        return job;
    }

    /** Ends a job in order; returns where its savepoint is. */
    String stopWithSavepoint(String job, Path directory) throws IOException, InterruptedException {
        return found(
                "Path: (\\S+)",
                flink.flink("stop", "--savepointPath", directory.toUri().toString(), job));
    }

    /** Takes a savepoint of a job that goes on; returns where it is. */
    String savepoint(String job, Path directory) throws IOException, InterruptedException {
        return found(
                "Path: (\\S+)", flink.flink("savepoint", job, directory.toUri().toString()));
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
