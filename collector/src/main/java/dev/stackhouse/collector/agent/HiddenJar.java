package dev.stackhouse.collector.agent;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The jar that lies in the agent's, uncompressed, so that what is in it can be read where it lies (PKWARE, ".ZIP File Format
 * Specification", 4.3). The JVM keeps the directory of every jar on its class path in memory for as long as it runs: of the agent's that
 * is little, and the directory of this one is kept until the next collection of garbage: most is read when the collector starts. Not thread-safe.
 */
final class HiddenJar implements Closeable {
    static final String NAME = "stackhouse/collector.jar";

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END_DIRECTORY_BYTES_AT = 12;
    private static final int END_DIRECTORY_AT = 16;

    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ENTRY_METHOD_AT = 10;
    private static final int ENTRY_SIZE_AT = 24;
    private static final int ENTRY_NAME_BYTES_AT = 28;
    private static final int ENTRY_EXTRA_BYTES_AT = 30;
    private static final int ENTRY_COMMENT_BYTES_AT = 32;
    private static final int ENTRY_HEADER_AT = 42;

    private static final int HEADER_BYTES = 30;
    private static final int HEADER_NAME_BYTES_AT = 26;
    private static final int HEADER_EXTRA_BYTES_AT = 28;

    private final JarFile agent;
    private final ZipEntry hidden;
    private WeakReference<@Nullable Map<String, Place>> directory = new WeakReference<>(null);

    /** Where a file lies. */
    private static final class Place {
        private final int header;
        private final int bytes;
        private final boolean compressed;

        Place(int header, int bytes, boolean compressed) {
            this.header = header;
            this.bytes = bytes;
            this.compressed = compressed;
        }
    }

    /**
     * Opens it.
     *
     * @throws IOException with a sentence, if the agent's jar is not as it was built
     */
    HiddenJar(File agentJar) throws IOException {
        agent = new JarFile(agentJar, false);
        try {
            ZipEntry entry = agent.getEntry(NAME);
            if (entry == null || entry.getMethod() != ZipEntry.STORED) {
                throw new IOException(NAME + " in " + agentJar + (entry == null ? " is missing" : " was compressed")
                        + ": it has to be as it was built");
            }
            hidden = entry;
            places();
        } catch (IOException | RuntimeException | Error e) {
            agent.close();
            throw e;
        }
    }

    private Map<String, Place> places() throws IOException {
        Map<String, Place> known = directory.get();
        if (known == null) {
            known = readDirectory();
            directory = new WeakReference<>(known);
        }
        return known;
    }

    private Map<String, Place> readDirectory() throws IOException {
        int endAt = Math.toIntExact(hidden.getSize()) - END_BYTES;
        ByteBuffer end = ordered(bytes(endAt, END_BYTES));
        requireSignature(end, 0, END_SIGNATURE);
        byte[] names = bytes(end.getInt(END_DIRECTORY_AT), end.getInt(END_DIRECTORY_BYTES_AT));
        ByteBuffer entries = ordered(names);
        Map<String, Place> places = new HashMap<>();
        int at = 0;
        while (at < names.length) {
            requireSignature(entries, at, ENTRY_SIGNATURE);
            int nameBytes = entries.getShort(at + ENTRY_NAME_BYTES_AT);
            String name = new String(names, at + ENTRY_BYTES, nameBytes, StandardCharsets.UTF_8);
            places.put(
                    name,
                    new Place(
                            entries.getInt(at + ENTRY_HEADER_AT),
                            entries.getInt(at + ENTRY_SIZE_AT),
                            entries.getShort(at + ENTRY_METHOD_AT) != ZipEntry.STORED));
            at += ENTRY_BYTES
                    + nameBytes
                    + entries.getShort(at + ENTRY_EXTRA_BYTES_AT)
                    + entries.getShort(at + ENTRY_COMMENT_BYTES_AT);
        }
        return places;
    }

    private void requireSignature(ByteBuffer bytes, int at, int signature) throws IOException {
        if (bytes.getInt(at) != signature) {
            throw new IOException(NAME + " in " + agent.getName() + " is damaged: it has to be as it was built");
        }
    }

    /** The bytes of a file, or null if there is none of this name. */
    byte @Nullable [] read(String name) throws IOException {
        Place place = places().get(name);
        if (place == null) {
            return null;
        }
        ByteBuffer header = ordered(bytes(place.header, HEADER_BYTES));
        int at = place.header
                + HEADER_BYTES
                + header.getShort(HEADER_NAME_BYTES_AT)
                + header.getShort(HEADER_EXTRA_BYTES_AT);
        byte[] bytes = new byte[place.bytes];
        Inflater inflater = new Inflater(true);
        try (InputStream in = from(at)) {
            new DataInputStream(place.compressed ? new InflaterInputStream(in, inflater) : in).readFully(bytes);
        } finally {
            inflater.end();
        }
        return bytes;
    }

    private byte[] bytes(int at, int count) throws IOException {
        byte[] bytes = new byte[count];
        try (DataInputStream in = new DataInputStream(from(at))) {
            in.readFully(bytes);
        }
        return bytes;
    }

    private static ByteBuffer ordered(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Nothing is read on the way there. */
    private InputStream from(int at) throws IOException {
        InputStream in = agent.getInputStream(hidden);
        if (in.skip(at) != at) {
            in.close();
            throw new EOFException(NAME + " in " + agent.getName() + " ends early");
        }
        return in;
    }

    @Override
    public void close() throws IOException {
        agent.close();
    }
}
