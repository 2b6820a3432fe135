package dev.stackhouse.streamer.deadletter;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes a dead letter a record with the original key and value, and headers that say why and whence. A value that the
 * broker would refuse is left out and its size said instead: it can be read from the source for as long as that keeps it.
 */
public final class DeadLetterRecord implements KafkaRecordSerializationSchema<DeadLetter> {
    /** Name of the rule that the record broke, for example {@code TOO_OLD}. */
    public static final String REASON = "stackhouse-reason";

    /** A sentence for people. */
    public static final String MESSAGE = "stackhouse-message";

    /** Partition of the source topic. */
    public static final String PARTITION = "stackhouse-source-partition";

    /** Offset in the source partition. */
    public static final String OFFSET = "stackhouse-source-offset";

    /** Size of the value, where it was too large to be kept. */
    public static final String OMITTED_BYTES = "stackhouse-omitted-bytes";

    // The broker's default limit is 1 MB for a record with its headers, after compression.
    private static final int LARGEST_BYTES = 900_000;
    // The producer measures before compression and has a bounded buffer.
    private static final int LARGEST_COMPRESSED_FROM_BYTES = 16 << 20;

    private final String topic;

    public DeadLetterRecord(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, @Nullable Long time) {
        byte[] original = letter.batch().value();
        boolean fits = original.length <= LARGEST_BYTES || fitsCompressed(original);
        byte[] key = letter.batch().key();
        boolean keyFits = key == null || key.length <= 10_000;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, null, keyFits ? key : null, fits ? original : null);
        header(record, REASON, letter.reason());
        header(record, MESSAGE, letter.message());
        header(record, PARTITION, Integer.toString(letter.batch().partition()));
        header(record, OFFSET, Long.toString(letter.batch().offset()));
        if (!fits) {
            header(record, OMITTED_BYTES, Integer.toString(original.length));
        }
        return record;
    }

    private static boolean fitsCompressed(byte[] original) {
        return original.length <= LARGEST_COMPRESSED_FROM_BYTES && Zstd.compress(original).length <= LARGEST_BYTES;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
