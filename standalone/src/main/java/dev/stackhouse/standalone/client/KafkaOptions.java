package dev.stackhouse.standalone.client;

import dev.stackhouse.collector.config.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where Kafka is, and how to log in there. */
public final class KafkaOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Kafka's addresses, separated by commas (default: ${DEFAULT-VALUE})")
    private String brokers = "127.0.0.1:9092";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "a properties file with more settings of Kafka's clients, for TLS and for logging in, as collectors have"
                            + " it (kafka.config); nothing in it is ever printed")
    private @Nullable String settings;

    /**
     * Reads the file, if there is one.
     *
     * @throws ParameterException that names every fault of it, if it cannot be used
     */
    public KafkaAccess access() {
        if (settings == null) {
            return new KafkaAccess(brokers, Map.of());
        }
        List<String> faults = new ArrayList<>();
        Map<String, String> read = KafkaSettings.read(settings, "--kafka-config", "the command", faults::add);
        if (!faults.isEmpty()) {
            throw new ParameterException(command.commandLine(), String.join(System.lineSeparator(), faults));
        }
        return new KafkaAccess(brokers, read);
    }
}
