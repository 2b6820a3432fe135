package dev.stackhouse.standalone;

import dev.stackhouse.query.regression.RegressionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs on this machine, and where.
 *
 * @param root the repository, where the processes' class paths are
 * @param dataDirectory where everything is kept; belongs to one process at a time
 * @param queryPort port of the API and the page; 0 takes a free one
 * @param kafkaPort port of the broker; 0 takes a free one
 * @param metricsPort port of the streamer's figures; 0 takes a free one
 * @param regressionRules by which deploys are watched; null for those that STACKHOUSE_REGRESSION_RULES names, or the defaults
 */
public record StackhouseConfig(
        Path root,
        Path dataDirectory,
        int queryPort,
        int kafkaPort,
        int metricsPort,
        @Nullable Path regressionRules) {
    public static final int QUERY_PORT = 8700;
    public static final int KAFKA_PORT = 9092;

    /** Without a word about the port of the streamer's figures. */
    public StackhouseConfig(Path root, Path dataDirectory, int queryPort, int kafkaPort) {
        this(root, dataDirectory, queryPort, kafkaPort, 0);
    }

    /** Without rules of its own. */
    public StackhouseConfig(Path root, Path dataDirectory, int queryPort, int kafkaPort, int metricsPort) {
        this(root, dataDirectory, queryPort, kafkaPort, metricsPort, null);
    }

    /** The same with other rules. */
    public StackhouseConfig withRegressionRules(Path rules) {
        return new StackhouseConfig(root, dataDirectory, queryPort, kafkaPort, metricsPort, rules);
    }

    /** How deploys are watched. */
    RegressionSettings regressions(Map<String, String> variables) {
        if (regressionRules == null) {
            return RegressionSettings.parse(variables);
        }
        Map<String, String> changed = new HashMap<>(variables);
        changed.put("STACKHOUSE_REGRESSIONS", "on");
        changed.put("STACKHOUSE_REGRESSION_RULES", regressionRules.toString());
        return RegressionSettings.parse(changed);
    }

    /**
     * Checks what can be checked without starting anything.
     *
     * @throws IllegalArgumentException that names every fault
     */
    public StackhouseConfig {
        List<String> faults = new ArrayList<>();
        if (!isPort(queryPort)) {
            faults.add("--port " + queryPort + " is no port from 0 to 65535.");
        }
        if (!isPort(kafkaPort)) {
            faults.add("--kafka-port " + kafkaPort + " is no port from 0 to 65535.");
        }
        if (!isPort(metricsPort)) {
            faults.add("--metrics-port " + metricsPort + " is no port from 0 to 65535.");
        }
        if (queryPort != 0 && queryPort == kafkaPort) {
            faults.add("--port and --kafka-port are both " + queryPort + ".");
        }
        if (metricsPort != 0 && metricsPort == queryPort) {
            faults.add("--port and --metrics-port are both " + queryPort + ".");
        }
        if (metricsPort != 0 && metricsPort == kafkaPort) {
            faults.add("--kafka-port and --metrics-port are both " + kafkaPort + ".");
        }
        if (Files.exists(dataDirectory) && !Files.isDirectory(dataDirectory)) {
            faults.add("--data-dir " + dataDirectory + " is no directory.");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", faults));
        }
    }

    private static boolean isPort(int port) {
        return port >= 0 && port <= 65_535;
    }

    /** "~/.stackhouse". */
    public static Path defaultDataDirectory() {
        return Path.of(System.getProperty("user.home"), ".stackhouse");
    }

    /** The repository, as the command told this process. */
    public static Path rootOfThisProcess() {
        return Path.of(System.getProperty("stackhouse.root", "."))
                .toAbsolutePath()
                .normalize();
    }
}
