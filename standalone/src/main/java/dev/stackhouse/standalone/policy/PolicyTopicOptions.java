package dev.stackhouse.standalone.policy;

import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.standalone.client.KafkaOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where policies are. */
final class PolicyTopicOptions {
    @Mixin
    KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = PolicyKey.DEFAULT_TOPIC,
            description = "where policies are (default: ${DEFAULT-VALUE})")
    String topic = PolicyKey.DEFAULT_TOPIC;

    PolicyTopic topic() {
        return new PolicyTopic(kafka.access(), topic);
    }
}
