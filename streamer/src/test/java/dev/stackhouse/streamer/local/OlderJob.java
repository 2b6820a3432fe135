package dev.stackhouse.streamer.local;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.BatchPipeline;
import dev.stackhouse.streamer.StreamerConfig;
import dev.stackhouse.streamer.deadletter.DeadLetter;
import dev.stackhouse.streamer.deadletter.DeadLetterRecord;
import dev.stackhouse.streamer.sink.ClickHouseSink;
import dev.stackhouse.streamer.source.RawBatch;
import dev.stackhouse.streamer.source.RawBatchDeserializer;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was before format 2: a batch of that format has for it a number that it does not know. The number is put behind the
 * batch as it comes in, where the last one counts, and is taken away again before it goes out as a dead letter; everything between is
 * the job's own.
 */
final class OlderJob {
    /** {@code format_version = 99}. */
    private static final byte[] UNKNOWN = {StackBatch.FORMAT_VERSION_FIELD_NUMBER << 3, 99};

    private OlderJob() {}

    static EmbeddedJob start(LocalConfig config) throws Exception {
        StreamerConfig job = config.job();
        KafkaSource<RawBatch> source = KafkaSource.<RawBatch>builder()
                .setBootstrapServers(job.bootstrapServers())
                .setTopics(job.topic())
                .setGroupId(job.group())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new Incoming())
                .build();
        KafkaSink<DeadLetter> deadLetters = KafkaSink.<DeadLetter>builder()
                .setBootstrapServers(job.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new Outgoing(job.deadLetterTopic()))
                .build();
        ClickHouseSink store = new ClickHouseSink(job.store(), job.blockBytes(), job.commitPatience());
        return EmbeddedJob.start(config, environment -> new BatchPipeline(source, store, deadLetters)
                .addTo(environment, job.retention(), job.patience(), job.memory(), job.recentStacks()));
    }

    private static final class Incoming implements KafkaRecordDeserializationSchema<RawBatch> {
        private static final long serialVersionUID = 1L;

        private final RawBatchDeserializer own = new RawBatchDeserializer();

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawBatch> out)
                throws InvalidProtocolBufferException {
            if (StackBatch.parseFrom(record.value()).getFormatVersion() == 1) {
                own.deserialize(record, out);
                return;
            }
            byte[] value = Arrays.copyOf(record.value(), record.value().length + UNKNOWN.length);
            System.arraycopy(UNKNOWN, 0, value, record.value().length, UNKNOWN.length);
            out.collect(new RawBatch(record.key(), value, record.partition(), record.offset(), false));
        }

        @Override
        public TypeInformation<RawBatch> getProducedType() {
            return own.getProducedType();
        }
    }

    private static final class Outgoing implements KafkaRecordSerializationSchema<DeadLetter> {
        private static final long serialVersionUID = 1L;

        private final DeadLetterRecord own;

        Outgoing(String topic) {
            own = new DeadLetterRecord(topic);
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                DeadLetter letter, KafkaSinkContext context, @Nullable Long time) {
            RawBatch changed = letter.batch();
            byte[] value = Arrays.copyOf(changed.value(), changed.value().length - UNKNOWN.length);
            RawBatch original =
                    new RawBatch(changed.key(), value, changed.partition(), changed.offset(), changed.replayed());
            return own.serialize(new DeadLetter(original, letter.reason(), letter.message()), context, time);
        }
    }
}
