package dev.stackhouse.node.attach;

import dev.stackhouse.node.attach.AttachException.Reason;
import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The file that tells a JVM that SIGQUIT is a wish to be attached to. It has to be of the JVM's user, and goes when the JVM has gone, too.
 * Two JVMs with the same number, each in its own namespace, may work in the same directory: the file is of one of them at a time, as the other one
 * would take the signal for a wish to see its threads.
 */
final class Trigger implements AutoCloseable {
    private static final int SIGQUIT = 3;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long LOOK_MILLIS = 20;

    /** Files that triggers of this process are, by directory and name. */
    private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

    private final SecureDirectoryStream<Path> directory;
    private final Path name;
    private final String taken;

    private Trigger(SecureDirectoryStream<Path> directory, Path name, String taken) {
        this.directory = directory;
        this.name = name;
        this.taken = taken;
    }

    /**
     * Makes it where the JVM looks for it: in /tmp, where its socket will be too, so that no other JVM there has its number; or in its working
     * directory, which several containers may share.
     */
    static Trigger create(ProcFs proc, JvmProcess jvm) throws IOException {
        IOException failure = new IOException("no directory");
        for (String directory : List.of("root/tmp", "cwd")) {
            try {
                return create(proc.process(jvm.processId()).resolve(directory), jvm);
            } catch (AttachException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw new AttachException(
                Reason.NOT_PERMITTED,
                "no file can be made in the JVM's working directory or /tmp: " + failure,
                failure);
    }

    private static Trigger create(Path path, JvmProcess jvm) throws IOException {
        Path name = Path.of(".attach_pid" + jvm.innerProcessId());
        SecureDirectoryStream<Path> directory = TargetDirectory.secure(path);
        Trigger trigger;
        try {
            trigger = new Trigger(directory, name, take(path, name));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
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

    private static String take(Path directory, Path name) throws IOException {
        String file = Files.readAttributes(directory, BasicFileAttributes.class).fileKey() + "/" + name;
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!TAKEN.add(file)) {
            if (System.nanoTime() > endNanos) {
                throw new AttachException(
                        Reason.NOT_ANSWERING,
                        "another JVM with the same number works in the same directory, and does not answer");
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AttachException(Reason.NOT_ANSWERING, "interrupted", e);
            }
        }
        return file;
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
        } finally {
            TAKEN.remove(taken);
        }
    }
}
