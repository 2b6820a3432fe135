package dev.stackhouse.streamer.serialize;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Base of the serializers of this job. Every format begins with a version byte, so that a later serializer can read state
 * that an earlier one wrote. Records are shared, not copied, unless a serializer overrides {@link #copy(Object)}.
 */
public abstract class RecordSerializer<T> extends TypeSerializerSingleton<T> {
    private final byte version;

    protected RecordSerializer(int version) {
        this.version = (byte) version;
    }

    /** Writes all but the version. */
    protected abstract void write(T value, DataOutputView out) throws IOException;

    /** Reads what any version up to the current one wrote. */
    protected abstract T read(int version, DataInputView in) throws IOException;

    @Override
    public final void serialize(T value, DataOutputView out) throws IOException {
        out.writeByte(version);
        write(value, out);
    }

    @Override
    public final T deserialize(DataInputView in) throws IOException {
        int found = in.readByte();
        if (found < 1 || found > version) {
            throw new IOException(getClass().getSimpleName() + " reads versions up to " + version + ", not " + found);
        }
        return read(found, in);
    }

    @Override
    public final T deserialize(T reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public final void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public final T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public final T createInstance() {
        // Flink's contract for types without a reusable instance.
        throw new UnsupportedOperationException(getClass().getSimpleName() + " has no empty instance");
    }

    @Override
    public final int getLength() {
        return -1;
    }
}
