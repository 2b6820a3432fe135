package dev.stackhouse.collector.sampling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import one.profiler.AsyncProfiler;

/**
 * async-profiler's native library, loaded from the agent's jar. It hooks into the JVM and stays in it for good, whatever becomes of
 * the class loader that loaded it. A JVM shall have it once: it is loaded under the same name every time, by which the dynamic
 * linker knows it again when the next collector has another loader. The file is there no longer than that takes.
 */
public final class ProfilerLibrary {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    /** After which a file is what a JVM left that was killed. */
    private static final long LEFT_MILLIS = TimeUnit.MINUTES.toMillis(1);
    /** The JVM lets go of a library some time after its loader is gone. */
    private static final int TRIES = 100;

    private static final long TRY_MILLIS = 50;

    private static boolean loaded;

    private ProfilerLibrary() {}

    /**
     * Loads it, unless this class's loader has it.
     *
     * @param directory where it lies meanwhile: one that is this user's alone, and always the same in a JVM
     * @throws IOException if it cannot be loaded, or another async-profiler is in this JVM
     */
    public static synchronized void load(Path directory) throws IOException {
        if (loaded) {
            return;
        }
        LoadedProfilers.refuseOthers();
        deleteLeft(directory);
        Path file = directory.toRealPath().resolve(LoadedProfilers.OURS + ThisProcess.start() + ".so");
        try {
            write(file);
            load(file.toString());
        } catch (UnsatisfiedLinkError | InterruptedException e) {
            throw new IOException("async-profiler cannot be loaded: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
        }
        loaded = true;
    }

    /** The same in a directory that is made for it, where there is none. */
    public static synchronized void load() throws IOException {
        Path directory = Files.createDirectory(
                Paths.get(System.getProperty("java.io.tmpdir"), "stackhouse-" + ThisProcess.start()), PRIVATE);
        try {
            load(directory);
        } finally {
            Files.delete(directory);
        }
    }

    private static void deleteLeft(Path directory) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, LoadedProfilers.OURS + "*.so")) {
            for (Path file : left) {
                if (System.currentTimeMillis() - file.toFile().lastModified() > LEFT_MILLIS) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void write(Path file) throws IOException {
        try (InputStream in = AsyncProfiler.class.getResourceAsStream("/" + platform() + "/libasyncProfiler.so")) {
            if (in == null) {
                throw new IOException("async-profiler has no library for " + platform());
            }
            Files.deleteIfExists(file);
            Files.copy(in, file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void load(String file) throws InterruptedException {
        for (int left = TRIES; ; left--) {
            try {
                AsyncProfiler.getInstance(file);
                return;
            } catch (UnsatisfiedLinkError e) {
                if (left == 0 || !String.valueOf(e.getMessage()).contains("another classloader")) {
                    throw e;
                }
            }
            Thread.sleep(TRY_MILLIS);
        }
    }

    /** As the directories in async-profiler's jar are called. */
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return "macos";
        }
        return machine.equals("aarch64") || machine.equals("arm64") ? "linux-arm64" : "linux-x64";
    }
}
