package dev.stackhouse.node.profile;

import dev.stackhouse.collector.sampling.RecordingFile;
import dev.stackhouse.node.attach.TargetDirectory;
import dev.stackhouse.node.discover.JvmProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recordings in the private directory of a JVM. Each is held open: it is read after the JVM has ended. One that is given up stays until
 * what was read of it is on disk: whoever goes on after a crash reads it again.
 */
final class TargetRecordings {
    private static final String SUFFIX = ".jfr";

    private final TargetDirectory directory;
    private final JvmProcess jvm;
    private final List<String> givenUp = new ArrayList<>();

    TargetRecordings(TargetDirectory directory, JvmProcess jvm) {
        this.directory = directory;
        this.jvm = jvm;
    }

    RecordingFile create() throws IOException {
        String name = UUID.randomUUID() + SUFFIX;
        directory.createFile(name, jvm);
        return existing(name);
    }

    /** One that was made before, by its name. */
    RecordingFile existing(String name) throws IOException {
        InTarget file = new InTarget(name);
        file.channel();
        return file;
    }

    static String name(RecordingFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }

    /** Gives up all but these: another process may have ended before it deleted what it had given up. */
    void giveUpBut(Set<String> names) throws IOException {
        for (String file : directory.files()) {
            if (file.endsWith(SUFFIX) && !names.contains(file)) {
                givenUp.add(file);
            }
        }
    }

    /** Deletes those that were given up. */
    void deleteGivenUp() {
        for (String name : givenUp) {
            try {
                directory.delete(name);
            } catch (IOException e) {
                // It goes with the directory.
            }
        }
        givenUp.clear();
    }

    private final class InTarget implements RecordingFile {
        private final String name;
        private @Nullable FileChannel channel;

        InTarget(String name) {
            this.name = name;
        }

        @Override
        public String path() {
            return directory.inside(name);
        }

        @Override
        public FileChannel channel() throws IOException {
            FileChannel open = channel;
            // A thread that is interrupted while it reads closes it.
            if (open == null || !open.isOpen()) {
                open = directory.open(name);
                channel = open;
            }
            return open;
        }

        @Override
        public void delete() throws IOException {
            if (channel != null) {
                channel.close();
            }
            givenUp.add(name);
        }
    }
}
