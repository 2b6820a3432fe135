package dev.stackhouse.streamer.serialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;

/** Sends values through all that Flink does with a serializer. */
public final class RoundTrip {
    private RoundTrip() {}

    /** Writes the values in sequence and reads them back with the serializer that a checkpoint restores. */
    @SafeVarargs
    public static <T> void check(TypeSerializer<T> serializer, T... values) throws Exception {
        TypeSerializer<T> shipped = InstantiationUtil.clone(serializer);
        assertThat(shipped).isEqualTo(serializer);
        DataOutputSerializer out = new DataOutputSerializer(64);
        for (T value : values) {
            shipped.serialize(value, out);
        }
        DataOutputSerializer copied = new DataOutputSerializer(64);
        DataInputDeserializer source = new DataInputDeserializer(out.getCopyOfBuffer());
        TypeSerializer<T> restored = restored(serializer);
        for (int i = 0; i < values.length; i++) {
            restored.copy(source, copied);
        }
        DataInputDeserializer in = new DataInputDeserializer(copied.getCopyOfBuffer());
        for (T value : values) {
            assertThat(restored.deserialize(in)).usingRecursiveComparison().isEqualTo(value);
            assertThat(serializer.copy(value)).usingRecursiveComparison().isEqualTo(value);
        }
        assertThat(in.available()).isZero();
    }

    private static <T> TypeSerializer<T> restored(TypeSerializer<T> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        TypeSerializerSnapshot<T> snapshot = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), RoundTrip.class.getClassLoader());
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(snapshot)
                        .isCompatibleAsIs())
                .isTrue();
        return snapshot.restoreSerializer();
    }
}
