package dev.stackhouse.standalone.supervise;

import dev.stackhouse.standalone.client.CommandException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Where everything on this machine keeps its data; belongs to one process at a time. */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates it if need be and takes its lock.
     *
     * @throws CommandException in one sentence if it is in use or cannot be written
     */
    public static DataDirectory take(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lockFile =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new CommandException("The data directory " + path
                        + " is in use by another stackhouse; stop that one, or choose another with --data-dir.");
            }
            return new DataDirectory(path, lockFile);
        } catch (IOException e) {
            throw new CommandException(
                    "The data directory " + path + " cannot be used (" + e.getMessage()
                            + "); choose another with --data-dir.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held within this process.
            return null;
        }
    }

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path clickHouse() {
        return path.resolve("clickhouse");
    }

    public Path streamer() {
        return path.resolve("streamer");
    }

    /** Remembers the processes that work on it, for the next owner. */
    public void remember(Collection<Long> processIds) {
        new FormerChildren(path.resolve("processes")).write(processIds);
    }

    /** Waits until the processes of its last owner, if that was killed, have ended. */
    public void awaitFormerChildren(Duration patience) {
        new FormerChildren(path.resolve("processes")).await(patience);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            // The lock ends with the process in any case.
        }
    }
}
