package dev.stackhouse.collector.sampling;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A recording in this process's own file system; it goes with the JVM. */
final class OwnFile implements RecordingFile {
    private final Path path;
    private @Nullable FileChannel channel;

    private OwnFile(Path path) {
        this.path = path;
    }

    static OwnFile create(Path directory) throws IOException {
        OwnFile file = new OwnFile(Files.createTempFile(directory, "stackhouse-", ".jfr"));
        file.path.toFile().deleteOnExit();
        return file;
    }

    @Override
    public String path() {
        return path.toString();
    }

    @Override
    public FileChannel channel() throws IOException {
        FileChannel open = channel;
        // A thread that is interrupted while it reads closes it.
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(path, StandardOpenOption.READ);
            channel = open;
        }
        return open;
    }

    @Override
    public void delete() throws IOException {
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(path);
    }
}
