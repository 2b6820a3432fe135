package dev.stackhouse.bench.overhead;

import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.policy.SampledEvent;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.Policy;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes a collector pause as anybody would: by a policy that turns all events off for a while. The collector looks for policies every
 * 10 s, from 5 s after its start on, and follows them from the next end of an interval.
 */
final class PausingPolicies implements Pauses {
    private final String service;
    private final KafkaProducer<String, byte[]> producer;

    PausingPolicies(String service, String brokers) {
        this.service = service;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers), new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void announce(long fromMillis, long untilMillis) throws Exception {
        Policy.Builder policy = Policy.newBuilder()
                .setId("pause-" + fromMillis)
                .setService(service)
                .setAuthor("bench")
                .setCreatedUnixMillis(System.currentTimeMillis())
                .setExpiresUnixMillis(untilMillis);
        for (SampledEvent event : SampledEvent.values()) {
            policy.addEvents(EventSetting.newBuilder().setEvent(event.type()).setOff(true));
        }
        producer.send(new ProducerRecord<>(
                        PolicyKey.DEFAULT_TOPIC,
                        PolicyKey.ofPolicy(policy.getId()),
                        policy.build().toByteArray()))
                .get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
