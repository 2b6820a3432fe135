package dev.stackhouse.streamer.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes records on as they are: what is wrong with one is found where it can be put aside. */
public final class RawBatchDeserializer implements KafkaRecordDeserializationSchema<RawBatch> {
    /** Header of a batch that comes from the dead letters. */
    public static final String REPLAY = "stackhouse-replay";

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawBatch> out) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        boolean replayed = record.headers().lastHeader(REPLAY) != null;
        out.collect(new RawBatch(record.key(), value, record.partition(), record.offset(), replayed));
    }

    @Override
    public TypeInformation<RawBatch> getProducedType() {
        return RawBatchSerializer.TYPE;
    }
}
