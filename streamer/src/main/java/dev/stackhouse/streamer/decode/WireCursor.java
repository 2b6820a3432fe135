package dev.stackhouse.streamer.decode;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the bytes of a protobuf message (https://protobuf.dev/programming-guides/encoding/). Understands and refuses what
 * the generated parser does; only faster, because nothing is refilled, counted or looked up. Not thread-safe.
 */
final class WireCursor {
    private static final int LONGEST_VARINT = 10;
    /** As deep as the generated parser goes. */
    private static final int DEEPEST = 100;

    private byte[] bytes = new byte[0];
    private int at;
    /** Where the message that is being read ends. */
    private int end;

    private int depth;

    void begin(byte[] message) {
        bytes = message;
        at = 0;
        end = message.length;
        depth = 0;
    }

    /** Where the next byte is. */
    int position() {
        return at;
    }

    /** The next field's tag, or 0 at the end of the message. */
    int tag() throws InvalidProtocolBufferException {
        if (at == end) {
            return 0;
        }
        int tag = varint32();
        if (WireFormat.getTagFieldNumber(tag) == 0) {
            throw new InvalidProtocolBufferException("A tag has field number 0.");
        }
        return tag;
    }

    /** The low half of a varint. */
    int varint32() throws InvalidProtocolBufferException {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        return (int) varint64();
    }

    long varint64() throws InvalidProtocolBufferException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (at == end) {
                throw truncated();
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new InvalidProtocolBufferException("A number has more than ten bytes.");
    }

    /** Enters a nested message; returns what {@link #leave} needs. */
    int enter() throws InvalidProtocolBufferException {
        deeper();
        int length = length();
        int outer = end;
        end = at + length;
        return outer;
    }

    void leave(int outer) {
        depth--;
        end = outer;
    }

    /** The numbers of a packed field, or the one of a field that is not. */
    void packed(IntColumn into) throws InvalidProtocolBufferException {
        int length = length();
        int stop = at + length;
        int outer = end;
        end = stop;
        int[] values = into.room(length);
        int size = into.size();
        while (at < stop) {
            int first = bytes[at];
            if (first >= 0) {
                values[size++] = first;
                at++;
            } else if (stop - at >= 2 && bytes[at + 1] >= 0) {
                values[size++] = (first & 0x7F) | bytes[at + 1] << 7;
                at += 2;
            } else {
                values[size++] = (int) varint64();
            }
        }
        into.setSize(size);
        end = outer;
    }

    String string() throws InvalidProtocolBufferException {
        int length = text();
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** Passes over bytes, which end at {@link #position} then; returns how many they are. */
    int bytes() throws InvalidProtocolBufferException {
        int length = length();
        at += length;
        return length;
    }

    /** Passes over a string, which ends at {@link #position} then; returns its length in bytes. */
    int text() throws InvalidProtocolBufferException {
        int length = length();
        int stop = at + length;
        for (int i = at; i < stop; i++) {
            if (bytes[i] < 0) {
                if (!UnsafeByteOperations.unsafeWrap(bytes, at, length).isValidUtf8()) {
                    throw new InvalidProtocolBufferException("A string is not UTF-8.");
                }
                break;
            }
        }
        at = stop;
        return length;
    }

    /** Passes over the value of a field that is not known. */
    void skip(int tag) throws InvalidProtocolBufferException {
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> varint64();
            case WireFormat.WIRETYPE_FIXED64 -> skipBytes(Long.BYTES);
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> skipBytes(length());
            case WireFormat.WIRETYPE_FIXED32 -> skipBytes(Integer.BYTES);
            case WireFormat.WIRETYPE_START_GROUP -> skipGroup(WireFormat.getTagFieldNumber(tag));
            case WireFormat.WIRETYPE_END_GROUP ->
                throw new InvalidProtocolBufferException("An end-group tag matches no group.");
            default -> throw new InvalidProtocolBufferException("A field has an unknown wire type.");
        }
    }

    private void skipGroup(int field) throws InvalidProtocolBufferException {
        deeper();
        while (true) {
            int tag = tag();
            if (tag == 0) {
                throw truncated();
            }
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_END_GROUP) {
                if (WireFormat.getTagFieldNumber(tag) != field) {
                    throw new InvalidProtocolBufferException("An end-group tag matches no group.");
                }
                depth--;
                return;
            }
            skip(tag);
        }
    }

    private void skipBytes(int count) throws InvalidProtocolBufferException {
        if (count > end - at) {
            throw truncated();
        }
        at += count;
    }

    /** A length that the message has room for. */
    private int length() throws InvalidProtocolBufferException {
        int length = varint32();
        if (length < 0) {
            throw new InvalidProtocolBufferException("A length is negative.");
        }
        if (length > end - at) {
            throw truncated();
        }
        return length;
    }

    private void deeper() throws InvalidProtocolBufferException {
        if (++depth > DEEPEST) {
            throw new InvalidProtocolBufferException("Messages are nested too deeply.");
        }
    }

    private static InvalidProtocolBufferException truncated() {
        return new InvalidProtocolBufferException("It ends in the middle of a field.");
    }
}
