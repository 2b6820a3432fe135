package dev.stackhouse.collector.sampling;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A recording in this process's own file system; it goes with the JVM. */
final class OwnFile implements RecordingFile {
    private final Path path;

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
    public FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
