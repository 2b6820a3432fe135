package dev.stackhouse.standalone.client;

import dev.stackhouse.collector.config.Secrets;
import java.util.HashMap;
import java.util.Map;

/** Where Kafka is, and what it takes to log in there; what that is cannot be printed. Immutable. */
public final class KafkaAccess {
    private final String brokers;
    private final Map<String, String> settings;
    private final Secrets secrets;

    /**
     * @param brokers Kafka's addresses, separated by commas
     * @param settings more of what Kafka's clients are told; there may be passwords among them
     */
    public KafkaAccess(String brokers, Map<String, String> settings) {
        this.brokers = brokers;
        this.settings = settings;
        this.secrets = new Secrets(settings);
    }

    /** Settings of a client: these, and where it does not say otherwise those that are needed to reach Kafka. */
    public Map<String, Object> with(Map<String, Object> ofClient) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", brokers);
        all.putAll(ofClient);
        return all;
    }

    /** What a failure and its cause say, without any value of the settings. */
    public String messageOf(Throwable failure) {
        return secrets.messageOf(failure);
    }

    /** Kafka's addresses. */
    @Override
    public String toString() {
        return brokers;
    }
}
