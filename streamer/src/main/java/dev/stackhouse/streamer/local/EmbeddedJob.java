package dev.stackhouse.streamer.local;

import dev.stackhouse.streamer.StreamerJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster within this process that runs the job, from the newest checkpoint of its state directory on. */
final class EmbeddedJob implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final String REPORTER = "loopback";

    private final MiniCluster cluster;
    private final JobID job;
    private final int metricsPort;

    private EmbeddedJob(MiniCluster cluster, JobID job, int metricsPort) {
        this.cluster = cluster;
        this.job = job;
        this.metricsPort = metricsPort;
    }

    /** Starts the cluster and submits the job; does not wait for it to run. */
    static EmbeddedJob start(LocalConfig config) throws Exception {
        return start(config, environment -> StreamerJob.addTo(environment, config.job()));
    }

    /** The same with a graph of its own. */
    static EmbeddedJob start(LocalConfig config, Consumer<StreamExecutionEnvironment> graph) throws Exception {
        Configuration flink = flinkSettings(config);
        int metricsPort = MetricsPort.choose(config.metricsPort());
        reportMetrics(flink, metricsPort);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        environment.setParallelism(config.parallelism());
        graph.accept(environment);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(config.parallelism())
                .build());
        cluster.start();
        JobID job = cluster.submitJob(environment.getStreamGraph())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getJobID();
        return new EmbeddedJob(cluster, job, metricsPort);
    }

    private static Configuration flinkSettings(LocalConfig config) throws Exception {
        Path checkpoints = config.stateDirectory().resolve("checkpoints");
        Configuration flink = StreamerJob.flinkSettings(config.job());
        flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        Path temporary = config.stateDirectory().resolve("tmp");
        Optional<Path> newest = NewestCheckpoint.in(checkpoints);
        Leftovers.delete(temporary, checkpoints, newest);
        if (newest.isPresent()) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, newest.get().toUri().toString());
            flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        }
        flink.set(CoreOptions.TMP_DIRS, temporary.toString());
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        // No state backend or operator here uses managed memory.
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
        flink.set(RestOptions.ADDRESS, "localhost");
        flink.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        flink.set(RestOptions.BIND_PORT, "0");
        return flink;
    }

    private static void reportMetrics(Configuration flink, int port) {
        flink.set(MetricOptions.REPORTERS_LIST, REPORTER);
        String prefix = "metrics.reporter." + REPORTER + ".";
        flink.setString(prefix + "factory.class", LoopbackReporterFactory.class.getName());
        flink.setString(prefix + LoopbackReporter.PORT, Integer.toString(port));
    }

    /** Where the figures are: {@code 127.0.0.1:9249}, path {@code /metrics}. */
    String metricsAddress() {
        return "127.0.0.1:" + metricsPort;
    }

    /** Whether every subtask runs. */
    boolean isRunning() throws Exception {
        AccessExecutionGraph graph = cluster.getExecutionGraph(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (graph.getState() != JobStatus.RUNNING) {
            return false;
        }
        for (AccessExecutionVertex subtask : graph.getAllExecutionVertices()) {
            if (subtask.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    /** Whether the job has ended, which it does not do by itself. */
    boolean hasEnded() throws Exception {
        return cluster.getJobStatus(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS).isGloballyTerminalState();
    }

    /**
     * Ends the job and the cluster. What the job holds is in its last checkpoint and what came after that is still in
     * Kafka: the next start goes on there.
     */
    @Override
    public void close() throws IOException {
        try {
            cluster.cancelJob(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            cluster.requestJobResult(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            cluster.closeAsync().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Flink did not stop in order", e);
        }
    }
}
