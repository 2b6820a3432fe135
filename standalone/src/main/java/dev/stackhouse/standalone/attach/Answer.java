package dev.stackhouse.standalone.attach;

import dev.stackhouse.standalone.client.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What the agent says to whoever asked it: a file that is the JVM's user's alone, into which it writes "ok" or "failed" and a sentence,
 * one line each. It works as well for JVMs of other versions, of which an attachment tells a number at most.
 */
final class Answer implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_MILLIS = 20;

    private final TargetProcess process;
    private final Path file;

    private Answer(TargetProcess process, Path file) {
        this.process = process;
        this.file = file;
    }

    /** One that the process can write to. */
    static Answer of(TargetProcess process) {
        try {
            Path file = Files.createTempFile("stackhouse-answer-", ".txt");
            process.giveTo(file);
            return new Answer(process, file);
        } catch (IOException e) {
            throw new UncheckedIOException("No file for the answer can be made", e);
        }
    }

    Path file() {
        return file;
    }

    /** The sentence; a {@link CommandException} with it if it tells of a failure. */
    String await() {
        long endNanos = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (System.nanoTime() < endNanos) {
                String[] lines = Files.readString(file).split("\n", -1);
                if (lines.length > 2) {
                    if (!lines[0].equals("ok")) {
                        throw new CommandException(process + " is left as it was: " + lines[1]);
                    }
                    return lines[1];
                }
                if (!process.isAlive()) {
                    throw new CommandException(process + " has ended.");
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException e) {
            throw new CommandException("The answer cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CommandException(process + " does not answer; its standard error may say more.");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A line of text stays in the directory for temporary files.
        }
    }
}
