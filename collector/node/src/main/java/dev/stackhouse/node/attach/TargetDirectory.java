package dev.stackhouse.node.attach;

import dev.stackhouse.node.discover.JvmProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A private directory inside a JVM's mount namespace, held open together with the one above it: it is reached after the JVM and
 * its namespace have ended, and whatever the JVM's user puts in its place meanwhile is not mistaken for it. Not thread-safe.
 */
public final class TargetDirectory implements AutoCloseable {
    public static final String PREFIX = "stackhouse-node-";

    private static final int LARGEST_TEXT_BYTES = 64 << 10;
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final String inside;
    private final Path name;
    private final SecureDirectoryStream<Path> parent;
    private final SecureDirectoryStream<Path> directory;

    private TargetDirectory(
            String inside, Path name, SecureDirectoryStream<Path> parent, SecureDirectoryStream<Path> directory) {
        this.inside = inside;
        this.name = name;
        this.parent = parent;
        this.directory = directory;
    }

    /** Opens one that is there. */
    public static TargetDirectory open(Path root, String inside) throws IOException {
        Path path = TargetPlaces.reach(root, inside);
        SecureDirectoryStream<Path> parent = secure(Objects.requireNonNull(path.getParent()));
        try {
            Path name = path.getFileName();
            return new TargetDirectory(
                    inside, name, parent, parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | RuntimeException e) {
            parent.close();
            throw e;
        }
    }

    /** Makes one with the library in it, and makes it the JVM's user's. */
    static TargetDirectory create(Path root, String inside, InputStream library, JvmProcess jvm) throws IOException {
        Files.createDirectory(
                TargetPlaces.reach(root, inside),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        TargetDirectory created = open(root, inside);
        try {
            Path file = Path.of(ProfilerLibrary.FILE);
            try (SeekableByteChannel channel = created.directory.newByteChannel(
                            file,
                            NEW,
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
                    OutputStream out = Channels.newOutputStream(channel)) {
                library.transferTo(out);
            }
            if (TargetUser.own() != jvm.userId()) {
                give(created.directory.getFileAttributeView(file, PosixFileAttributeView.class), jvm);
                give(created.directory.getFileAttributeView(PosixFileAttributeView.class), jvm);
            }
            return created;
        } catch (IOException | RuntimeException e) {
            created.remove();
            throw e;
        }
    }

    static void give(PosixFileAttributeView file, JvmProcess jvm) throws IOException {
        // Numbers that no name is known for are taken as such.
        UserPrincipalLookupService names = Path.of("/").getFileSystem().getUserPrincipalLookupService();
        file.setGroup(names.lookupPrincipalByGroupName(Integer.toString(jvm.groupId())));
        file.setOwner(names.lookupPrincipalByName(Integer.toString(jvm.userId())));
    }

    /** Held open by whoever calls. */
    @SuppressWarnings("StreamResourceLeak")
    static SecureDirectoryStream<Path> secure(Path path) throws IOException {
        return secure(Files.newDirectoryStream(path));
    }

    static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new NotDirectoryException("directories cannot be held open on this system");
    }

    /** The path of a file of it as the JVM sees it. */
    public String inside(String file) {
        return inside + "/" + file;
    }

    /** Its own path as the JVM sees it. */
    public String inside() {
        return inside;
    }

    public String library() {
        return inside(ProfilerLibrary.FILE);
    }

    /** Makes an empty file of the JVM's user. */
    public void createFile(String file, JvmProcess jvm) throws IOException {
        directory
                .newByteChannel(
                        Path.of(file),
                        NEW,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                .close();
        if (TargetUser.own() != jvm.userId()) {
            give(directory.getFileAttributeView(Path.of(file), PosixFileAttributeView.class), jvm);
        }
    }

    /** A file's text, which then is deleted; empty if there is none. */
    public String takeText(String file) throws IOException {
        try (SeekableByteChannel channel =
                directory.newByteChannel(Path.of(file), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            byte[] text = Channels.newInputStream(channel).readNBytes(LARGEST_TEXT_BYTES);
            delete(file);
            return new String(text, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** A file for reading, which stays readable whatever becomes of its name. */
    public FileChannel open(String file) throws IOException {
        SeekableByteChannel channel =
                directory.newByteChannel(Path.of(file), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        if (channel instanceof FileChannel open) {
            return open;
        }
        channel.close();
        throw new IOException(file + " is no file");
    }

    public void delete(String file) throws IOException {
        try {
            directory.deleteFile(Path.of(file));
        } catch (NoSuchFileException e) {
            // As wanted.
        }
    }

    /** Deletes it and what is in it, as far as possible, and closes it. */
    public void remove() {
        try {
            for (String file : files()) {
                delete(file);
            }
            parent.deleteDirectory(name);
        } catch (IOException | RuntimeException e) {
            // It stays, private and of a bounded size, or went with the JVM's file system.
        } finally {
            close();
        }
    }

    /** Names of what is in it. */
    public List<String> files() throws IOException {
        List<String> files = new ArrayList<>();
        // The stream itself was read at most once; a new one begins at the beginning.
        try (DirectoryStream<Path> all = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            all.forEach(file -> files.add(file.getFileName().toString()));
        }
        return files;
    }

    @Override
    public void close() {
        try (parent;
                directory) {
            return;
        } catch (IOException e) {
            // Nothing was written through them.
        }
    }
}
