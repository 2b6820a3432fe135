package dev.stackhouse.standalone.policy;

import dev.stackhouse.policy.PolicyKey;
import picocli.CommandLine.Option;

/** Where policies are. */
final class PolicyTopicOptions {
    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Kafka's addresses, separated by commas (default: ${DEFAULT-VALUE})")
    String brokers = "127.0.0.1:9092";

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = PolicyKey.DEFAULT_TOPIC,
            description = "where policies are (default: ${DEFAULT-VALUE})")
    String topic = PolicyKey.DEFAULT_TOPIC;

    PolicyTopic topic() {
        return new PolicyTopic(brokers, topic);
    }
}
