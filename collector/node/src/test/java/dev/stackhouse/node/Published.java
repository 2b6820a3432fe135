package dev.stackhouse.node;

import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is on the topic of batches: of each service its batches by number, repeated ones once. */
final class Published {
    private final Map<String, SortedMap<Long, StackBatch>> byService = new TreeMap<>();
    private final Map<String, List<String>> instances = new TreeMap<>();

    static Published of(String brokers) throws Exception {
        Published published = new Published();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("stackhouse.batches").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            for (long read = 0; read < end; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    published.add(StackBatch.parseFrom(record.value()));
                    read++;
                }
            }
        }
        return published;
    }

    private void add(StackBatch batch) {
        StackBatch before = byService
                .computeIfAbsent(batch.getService(), service -> new TreeMap<>())
                .put(batch.getSequence(), batch);
        if (before != null && !before.equals(batch)) {
            throw new AssertionError("two batches with the number " + batch.getSequence());
        }
        List<String> seen = instances.computeIfAbsent(batch.getService(), service -> new ArrayList<>());
        if (!seen.contains(batch.getInstanceId())) {
            seen.add(batch.getInstanceId());
        }
    }

    List<String> services() {
        return List.copyOf(byService.keySet());
    }

    List<String> instances(String service) {
        return instances.getOrDefault(service, List.of());
    }

    List<StackBatch> batches(String service) {
        return List.copyOf(byService.getOrDefault(service, new TreeMap<>()).values());
    }

    List<Long> numbers(String service) {
        return List.copyOf(byService.getOrDefault(service, new TreeMap<>()).keySet());
    }

    static long taken(StackBatch batch) {
        return batch.getLedger().getEventsList().stream()
                .mapToLong(EventLedger::getSamplesTaken)
                .sum();
    }

    /** Whether its books say that every sample taken is in it, or declared dropped. */
    static boolean balances(StackBatch batch) {
        long dropped = 0;
        long taken = 0;
        for (EventLedger events : batch.getLedger().getEventsList()) {
            taken += events.getSamplesTaken();
            dropped += events.getDroppedList().stream()
                    .mapToLong(DroppedSamples::getSamples)
                    .sum();
        }
        return taken == kept(batch) + dropped;
    }

    static long kept(StackBatch batch) {
        return batch.getSamplesList().stream().mapToLong(Sample::getCount).sum();
    }

    /** Samples of a service with a method on their stack. */
    long samplesOf(String service, String method) throws Exception {
        long samples = 0;
        for (StackBatch batch : batches(service)) {
            StackDictionary dictionary = DictionaryCodec.open(batch);
            for (Sample sample : batch.getSamplesList()) {
                boolean isOn = dictionary.stacks().get(sample.getStackIndex()).getFrameIndexesList().stream()
                        .anyMatch(frame -> dictionary
                                .strings()
                                .get(dictionary.frames().get(frame).getMethodIndex())
                                .equals(method));
                samples += isOn ? sample.getCount() : 0;
            }
        }
        return samples;
    }
}
