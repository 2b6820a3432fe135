package dev.stackhouse.standalone.up;

import dev.stackhouse.standalone.StackhouseConfig;
import dev.stackhouse.standalone.client.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where everything on this machine runs, and for how long. */
public final class UpOptions {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "where everything is kept (default: ~/.stackhouse)")
    @Nullable
    Path dataDirectory;

    @Option(
            names = "--port",
            defaultValue = "8700",
            description = "port of the page and the API; 0 takes a free one (default: ${DEFAULT-VALUE})")
    int port = StackhouseConfig.QUERY_PORT;

    @Option(
            names = "--kafka-port",
            description = "port of the broker; 0 takes a free one (default: 9092 for up, 0 for demo)")
    @Nullable
    Integer kafkaPort;

    @Option(
            names = "--metrics-port",
            defaultValue = "0",
            description = "port of the streamer's Prometheus metrics; 0 takes a free one (default: ${DEFAULT-VALUE})")
    int metricsPort;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "stop after this long: 90s, 1h (default: run until Ctrl-C)")
    @Nullable
    String duration;

    @Option(names = "--json", description = "print figures as one line of JSON, for programs")
    public boolean json;

    /**
     * What to run where.
     *
     * @throws ParameterException that names every fault
     */
    public StackhouseConfig config(int defaultKafkaPort) {
        try {
            return new StackhouseConfig(
                    StackhouseConfig.rootOfThisProcess(),
                    (dataDirectory == null ? StackhouseConfig.defaultDataDirectory() : dataDirectory)
                            .toAbsolutePath()
                            .normalize(),
                    port,
                    kafkaPort == null ? defaultKafkaPort : kafkaPort,
                    metricsPort);
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    /** How long to run; as good as for ever if nothing was said. */
    public Duration duration() {
        try {
            return duration == null ? Duration.ofDays(36_500) : DurationText.parse(duration);
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private RuntimeException usage(IllegalArgumentException e) {
        return command == null ? e : new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
}
