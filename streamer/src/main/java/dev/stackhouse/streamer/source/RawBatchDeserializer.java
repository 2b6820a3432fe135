package dev.stackhouse.streamer.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes records on as they are: what is wrong with one is found where it can be put aside. */
public final class RawBatchDeserializer implements KafkaRecordDeserializationSchema<RawBatch> {
    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawBatch> out) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        out.collect(new RawBatch(record.key(), value, record.partition(), record.offset()));
    }

    @Override
    public TypeInformation<RawBatch> getProducedType() {
        return RawBatchSerializer.TYPE;
    }
}
