package dev.stackhouse.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs on this machine, and where.
 *
 * @param root the repository, where the processes' class paths are
 * @param dataDirectory where everything is kept; belongs to one process at a time
 * @param queryPort port of the API and the page; 0 takes a free one
 * @param kafkaPort port of the broker; 0 takes a free one
 * @param metricsPort port of the streamer's figures; 0 takes a free one
 */
public record StackhouseConfig(Path root, Path dataDirectory, int queryPort, int kafkaPort, int metricsPort) {
    public static final int QUERY_PORT = 8700;
    public static final int KAFKA_PORT = 9092;

    /** Without a word about the port of the streamer's figures. */
    public StackhouseConfig(Path root, Path dataDirectory, int queryPort, int kafkaPort) {
        this(root, dataDirectory, queryPort, kafkaPort, 0);
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
