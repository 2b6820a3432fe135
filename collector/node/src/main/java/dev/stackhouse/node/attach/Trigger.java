package dev.stackhouse.node.attach;

import dev.stackhouse.node.attach.AttachException.Reason;
import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.ProcFs;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Set;

/** The file that tells a JVM that SIGQUIT is a wish to be attached to. It has to be of the JVM's user, and goes when the JVM has gone, too. */
final class Trigger implements AutoCloseable {
    private static final int SIGQUIT = 3;

    private final SecureDirectoryStream<Path> directory;
    private final Path name;

    private Trigger(SecureDirectoryStream<Path> directory, Path name) {
        this.directory = directory;
        this.name = name;
    }

    /** Makes it where the JVM looks for it: in its working directory, or in /tmp. */
    static Trigger create(ProcFs proc, JvmProcess jvm) throws IOException {
        IOException failure = new IOException("no directory");
        for (String directory : List.of("cwd", "root/tmp")) {
            try {
                return create(
                        TargetDirectory.secure(proc.process(jvm.processId()).resolve(directory)), jvm);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw new AttachException(
                Reason.NOT_PERMITTED,
                "no file can be made in the JVM's working directory or /tmp: " + failure,
                failure);
    }

    private static Trigger create(SecureDirectoryStream<Path> directory, JvmProcess jvm) throws IOException {
        Trigger trigger = new Trigger(directory, Path.of(".attach_pid" + jvm.innerProcessId()));
        try {
            trigger.delete();
            directory
                    .newByteChannel(trigger.name, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
                    .close();
            if (TargetUser.own() != jvm.userId()) {
                TargetDirectory.give(
                        directory.getFileAttributeView(
                                trigger.name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
                        jvm);
            }
            return trigger;
        } catch (IOException | RuntimeException e) {
            trigger.close();
            throw e;
        }
    }

    /** Sends the signal; a process that does not catch it would end. */
    void pull(JvmProcess jvm) throws AttachException {
        if (Libc.INSTANCE.kill(Math.toIntExact(jvm.processId()), SIGQUIT) != 0) {
            throw new AttachException(Reason.NOT_PERMITTED, "this daemon may not signal the JVM (CAP_KILL)");
        }
    }

    private void delete() throws IOException {
        try {
            directory.deleteFile(name);
        } catch (NoSuchFileException e) {
            // As wanted.
        }
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            delete();
        }
    }
}
