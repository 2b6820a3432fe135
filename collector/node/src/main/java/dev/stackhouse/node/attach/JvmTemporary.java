package dev.stackhouse.node.attach;

import dev.stackhouse.node.discover.JvmProcess;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A JVM's /tmp, held open, and in it the socket at which the JVM listens. A JVM that is killed leaves its socket behind; here it is
 * reached after the JVM and its mount namespace have ended. Not thread-safe.
 */
final class JvmTemporary implements AutoCloseable {
    private final SecureDirectoryStream<Path> directory;
    private final Path socket;
    private final Path unfinished;

    private JvmTemporary(SecureDirectoryStream<Path> directory, long innerProcessId) {
        this.directory = directory;
        this.socket = Path.of(".java_pid" + innerProcessId);
        this.unfinished = Path.of(socket + ".tmp");
    }

    /**
     * Opens it.
     *
     * @param root of the JVM, in which no link is followed
     */
    static JvmTemporary open(Path root, JvmProcess jvm) throws IOException {
        try (SecureDirectoryStream<Path> above = TargetDirectory.secure(root)) {
            return new JvmTemporary(
                    TargetDirectory.secure(above.newDirectoryStream(Path.of("tmp"), LinkOption.NOFOLLOW_LINKS)),
                    jvm.innerProcessId());
        }
    }

    /** What names this file for good, also among later ones of the same name; empty if it is not there. */
    String socketIdentity() {
        try {
            BasicFileAttributes attributes = directory
                    .getFileAttributeView(socket, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            return attributes.fileKey() + " " + attributes.lastModifiedTime();
        } catch (IOException e) {
            return "";
        }
    }

    /** Deletes the socket if it is that one. */
    void delete(String identity) {
        if (!identity.isEmpty() && identity.equals(socketIdentity())) {
            delete(socket);
        }
    }

    /** Deletes what a JVM left that ended while it made the socket. */
    void deleteAll() {
        delete(socket);
        delete(unfinished);
    }

    private void delete(Path file) {
        try {
            directory.deleteFile(file);
        } catch (IOException e) {
            // It is not there, or stays: an empty file that the next JVM of that number deletes.
        }
    }

    @Override
    public void close() {
        try {
            directory.close();
        } catch (IOException e) {
            // Nothing was written through it.
        }
    }
}
