package dev.stackhouse.collector.publish;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.stackhouse.collector.Notices;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Batches on disk until Kafka has them, so that they outlive this JVM. Below the given directory:
 *
 * <pre>
 * INSTANCE.lock        locked as long as a collector looks after the instance's batches
 * INSTANCE/N.batch     batch number N, compressed with zstd
 * INSTANCE/...         other files are deleted once the instance's JVM has ended
 * not-batches/...      what the spool did not write and nobody can adopt; it is kept for people to look at
 * </pre>
 *
 * What a JVM that has ended left behind is adopted by the next collector that comes by. Files survive the end of the process,
 * not that of the machine: nothing is forced to the disk. Not thread-safe.
 */
final class Spool implements AutoCloseable {
    static final String SUBJECT = "spool";

    private static final String ADOPTION = "adoption";

    private static final String LOCK = ".lock";
    private static final String BATCH = ".batch";
    private static final Pattern BATCH_NAME = Pattern.compile("[1-9]\\d{0,15}\\.batch");
    /** No instance: names of these have other characters. */
    private static final String ASIDE = "not-batches";

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final int LARGEST_BYTES = 64 << 20;

    private final Path directory;
    private final String instance;
    /** By instance: this JVM's own and the adopted ones. */
    private final Map<String, FileChannel> locks = new HashMap<>();

    private Spool(Path directory, String instance) {
        this.directory = directory;
        this.instance = instance;
    }

    /**
     * Takes a place for an instance.
     *
     * @throws IOException if the directory cannot be written to, or is not this user's alone
     */
    static Spool open(Path directory, String instance) throws IOException {
        createPrivately(directory);
        Spool spool = new Spool(directory, instance);
        if (!spool.lock(instance)) {
            throw new IOException(directory.resolve(instance) + " is in use");
        }
        try {
            Files.createDirectory(spool.ownDirectory(), PosixFilePermissions.asFileAttribute(PRIVATE));
            return spool;
        } catch (IOException e) {
            spool.release(instance);
            throw e;
        }
    }

    private static void createPrivately(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            createPrivately(parent);
        }
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException e) {
            // Somebody else's directory of this name, in a place that everybody may write to, is a trap.
            Path probe = Files.createTempFile(directory, "owner", ".tmp");
            try {
                boolean own =
                        Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe));
                if (!own || !Files.getPosixFilePermissions(directory).equals(PRIVATE)) {
                    throw new IOException(directory + " is not this user's alone (mode 700)");
                }
            } finally {
                Files.delete(probe);
            }
        }
    }

    Path ownDirectory() {
        return directory.resolve(instance);
    }

    /** Writes a batch, whole or not at all, in place of what it had before. */
    void write(WaitingBatch batch, byte[] message) throws IOException {
        Path file = directory.resolve(batch.instance).resolve(batch.sequence + BATCH);
        Path unfinished = directory.resolve(batch.instance).resolve(batch.sequence + ".tmp");
        byte[] compressed = Zstd.compress(message);
        try {
            Files.write(unfinished, compressed);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        batch.file = file;
        batch.fileBytes = compressed.length;
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

    void delete(WaitingBatch batch) {
        Path file = batch.file;
        if (file == null) {
            return;
        }
        batch.file = null;
        batch.fileBytes = 0;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It will be sent again, and known by its number.
            Notices.say(SUBJECT, file + " cannot be deleted: " + e.getMessage());
        }
    }

    /**
     * Takes over what JVMs that have ended left here; oldest instance first, each in the order of its numbers. What cannot be
     * taken over does not keep the rest from it.
     */
    List<WaitingBatch> adopt() {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, this::isAdoptable)) {
            entries.forEach(left::add);
        } catch (IOException | DirectoryIteratorException e) {
            Notices.say(SUBJECT, "the spool " + directory + " cannot be read: " + e.getMessage());
        }
        left.sort((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()));
        List<WaitingBatch> adopted = new ArrayList<>();
        for (Path entry : left) {
            String name = entry.getFileName().toString();
            if (!lock(name)) {
                continue;
            }
            try {
                adopted.addAll(batches(entry));
                releaseIfEmpty(name);
            } catch (NoSuchFileException e) {
                release(name); // Another one was faster.
            } catch (IOException | DirectoryIteratorException e) {
                Notices.say(ADOPTION, "what an instance left cannot be read: " + e.getMessage());
                closeQuietly(locks.remove(name));
            }
        }
        return adopted;
    }

    private boolean isAdoptable(Path entry) {
        String name = entry.getFileName().toString();
        return !name.equals(ASIDE) && !locks.containsKey(name) && Files.isDirectory(entry);
    }

    private List<WaitingBatch> batches(Path entry) throws IOException {
        String leftBy = entry.getFileName().toString();
        List<WaitingBatch> batches = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(entry)) {
            for (Path file : files) {
                try {
                    WaitingBatch batch = batch(leftBy, file);
                    if (batch != null) {
                        batches.add(batch);
                    }
                } catch (NoSuchFileException e) {
                    // Somebody tidied up.
                } catch (IOException e) {
                    Notices.say(ADOPTION, "what an instance left cannot be read: " + e.getMessage());
                }
            }
        }
        batches.sort((a, b) -> Long.compare(a.sequence, b.sequence));
        return batches;
    }

    /** The batch that is in a file, or null if there is none: then the file is not there any more. */
    private @Nullable WaitingBatch batch(String leftBy, Path file) throws IOException {
        String name = file.getFileName().toString();
        boolean isDirectory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        if (isDirectory || (name.endsWith(BATCH) && !BATCH_NAME.matcher(name).matches())) {
            putAside(leftBy, file);
            return null;
        }
        if (!name.endsWith(BATCH)) {
            Files.delete(file);
            return null;
        }
        long sequence = Long.parseLong(name.substring(0, name.length() - BATCH.length()));
        WaitingBatch batch = new WaitingBatch(leftBy, sequence, 0);
        batch.file = file;
        batch.fileBytes = Files.size(file);
        return batch;
    }

    /** Out of the way of whoever adopts next, who would stumble over it too. */
    private void putAside(String leftBy, Path stray) throws IOException {
        Path aside = directory.resolve(ASIDE);
        if (!Files.isDirectory(aside)) {
            createPrivately(aside);
        }
        Path target = aside.resolve(leftBy + "-" + stray.getFileName());
        Files.move(stray, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Notices.say(ADOPTION, "the spool holds what is no batch; it was put aside in " + aside + ": " + stray);
    }

    private boolean lock(String name) {
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    directory.resolve(name + LOCK),
                    EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            FileLock lock = channel.tryLock();
            if (lock != null) {
                locks.put(name, channel);
                return true;
            }
            channel.close();
        } catch (IOException | OverlappingFileLockException e) {
            closeQuietly(channel);
        }
        return false;
    }

    /** Forgets an adopted instance of which nothing is left. */
    void releaseIfEmpty(String name) {
        if (name.equals(instance) || !locks.containsKey(name)) {
            return;
        }
        try {
            if (Files.deleteIfExists(directory.resolve(name))) {
                release(name);
            }
        } catch (IOException e) {
            // Not empty yet.
        }
    }

    private void release(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name + LOCK));
        } catch (IOException e) {
            // An empty file stays.
        }
        closeQuietly(locks.remove(name));
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing was written through it.
        }
    }

    /** Leaves what there still is for another collector. */
    @Override
    public void close() {
        for (String name : new ArrayList<>(locks.keySet())) {
            try {
                Files.deleteIfExists(directory.resolve(name));
                release(name);
            } catch (IOException e) {
                closeQuietly(locks.remove(name));
            }
        }
    }
}
