package dev.stackhouse.node.profile;

import dev.stackhouse.collector.Notices;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The states of all profiled JVMs on disk, one file each, written whole or not at all; and the lock of the one daemon that may use them. */
public final class TargetStates implements AutoCloseable {
    private static final String SUFFIX = ".target";

    private final Path directory;
    private final FileChannel lock;

    private TargetStates(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Takes the directory.
     *
     * @throws IOException if it cannot be written to, or another daemon has it
     */
    public static TargetStates open(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException("another daemon works with " + directory);
        }
        return new TargetStates(directory, channel);
    }

    void write(TargetState state) throws IOException {
        Path file = file(state.identity().instanceId());
        Path unfinished = directory.resolve(file.getFileName() + ".tmp");
        try (Writer writer = Files.newBufferedWriter(unfinished)) {
            state.toProperties().store(writer, null);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void forget(String instance) {
        try {
            Files.deleteIfExists(file(instance));
        } catch (IOException e) {
            Notices.say("state", "the state of a JVM that has ended cannot be deleted: " + e.getMessage());
        }
    }

    List<TargetState> all() throws IOException {
        List<TargetState> states = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                Properties properties = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                    states.add(TargetState.of(properties));
                } catch (IOException | IllegalArgumentException e) {
                    Notices.say(
                            "state",
                            "the state of a JVM cannot be read and is forgotten: " + file + " " + e.getMessage());
                    Files.deleteIfExists(file);
                }
            }
        }
        return states;
    }

    private Path file(String instance) {
        return directory.resolve(instance + SUFFIX);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
