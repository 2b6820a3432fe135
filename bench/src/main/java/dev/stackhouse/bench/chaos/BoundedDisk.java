package dev.stackhouse.bench.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A directory that can become full: a small file system of its own where this process may mount one (as root), a plain
 * directory elsewhere.
 */
final class BoundedDisk implements AutoCloseable {
    private static final String SIZE = "1g";
    private static final int STEP_BYTES = 8 << 20;

    private final Path path;
    private final boolean mounted;

    private BoundedDisk(Path path, boolean mounted) {
        this.path = path;
        this.mounted = mounted;
    }

    static BoundedDisk create(Path path) throws IOException, InterruptedException {
        Files.createDirectories(path);
        return new BoundedDisk(path, run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", path.toString()));
    }

    Path path() {
        return path;
    }

    /** Whether it can become full at all. */
    boolean isBounded() {
        return mounted;
    }

    /** Fills it to the last byte, as fast as a log that runs wild, keeps it so for a while, and makes room again. */
    void fillFor(int millis) throws IOException, InterruptedException {
        if (!mounted) {
            throw new IllegalStateException("a plain directory never becomes full");
        }
        Path ballast = path.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] step = new byte[STEP_BYTES];
            while (true) {
                out.write(step);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (IOException e) {
            // It is full.
            TimeUnit.MILLISECONDS.sleep(millis);
        } finally {
            Files.delete(ballast);
        }
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
