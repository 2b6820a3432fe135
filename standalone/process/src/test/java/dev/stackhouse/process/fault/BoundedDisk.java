package dev.stackhouse.process.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A directory that can become full: a small file system of its own where this process may mount one (as root), a plain
 * directory elsewhere.
 */
public final class BoundedDisk implements AutoCloseable {
    private static final int LARGEST_STEP_BYTES = 8 << 20;

    private final Path path;
    private final boolean mounted;

    private BoundedDisk(Path path, boolean mounted) {
        this.path = path;
        this.mounted = mounted;
    }

    /** Makes a disk of so many megabytes. */
    public static BoundedDisk create(Path path, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(path);
        return new BoundedDisk(
                path, run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString()));
    }

    public Path path() {
        return path;
    }

    /** Whether it can become full at all. */
    public boolean isBounded() {
        return mounted;
    }

    /** Bounds how many files and directories it may hold, itself among them. */
    public void limitFiles(int files) throws IOException, InterruptedException {
        if (!run("mount", "-o", "remount,nr_inodes=" + files, path.toString())) {
            throw new IOException(path + " cannot be bounded to " + files + " files");
        }
    }

    /** Fills it to the last byte, as fast as a log that runs wild. */
    public void fill() throws IOException, InterruptedException {
        if (!mounted) {
            throw new IllegalStateException("a plain directory never becomes full");
        }
        try (OutputStream out = Files.newOutputStream(ballast())) {
            byte[] step = new byte[LARGEST_STEP_BYTES];
            while (true) {
                out.write(step);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (IOException e) {
            if (Files.size(ballast()) == 0) {
                throw e;
            }
            // It is full.
        }
    }

    /** Makes room again. */
    public void empty() throws IOException {
        Files.deleteIfExists(ballast());
    }

    /** Fills it, keeps it so for a while, and makes room again. */
    public void fillFor(int millis) throws IOException, InterruptedException {
        try {
            fill();
            TimeUnit.MILLISECONDS.sleep(millis);
        } finally {
            empty();
        }
    }

    private Path ballast() {
        return path.resolve("ballast");
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    @Override
    public void close() {
        try {
            // What was killed a moment ago may still hold a file.
            for (int i = 0; mounted && i < 50 && !run("umount", path.toString()); i++) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
