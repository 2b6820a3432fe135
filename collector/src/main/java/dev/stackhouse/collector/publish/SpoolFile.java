package dev.stackhouse.collector.publish;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One batch in a file of the spool, compressed with zstd; only its user may read it. */
final class SpoolFile {
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final int LARGEST_BYTES = 64 << 20;

    private SpoolFile() {}

    /** Writes a batch, whole or not at all, in place of what the file had before; returns the size of the file. */
    static int write(Path file, byte[] message) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        byte[] compressed = Zstd.compress(message);
        try {
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    EnumSet.of(
                            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                    PRIVATE)) {
                ByteBuffer left = ByteBuffer.wrap(compressed);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return compressed.length;
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /**
     * Reads a batch, or null if it is gone or damaged.
     *
     * @throws IOException if it cannot be read now
     */
    static byte @Nullable [] read(Path file) throws IOException {
        try {
            byte[] compressed = Files.readAllBytes(file);
            long bytes = Zstd.getFrameContentSize(compressed);
            if (bytes <= 0 || bytes > LARGEST_BYTES) {
                return null;
            }
            byte[] message = new byte[(int) bytes];
            long read = Zstd.decompress(message, compressed);
            return read == bytes ? message : null;
        } catch (NoSuchFileException | ZstdException e) {
            return null;
        }
    }
}
