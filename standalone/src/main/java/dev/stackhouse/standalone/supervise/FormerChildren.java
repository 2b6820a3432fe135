package dev.stackhouse.standalone.supervise;

import dev.stackhouse.standalone.client.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The processes that a data directory's last owner started. If the owner was killed they end by themselves, which takes some
 * seconds during which their files and ports are not free.
 */
final class FormerChildren {
    private final Path file;

    FormerChildren(Path file) {
        this.file = file;
    }

    /** Waits until none is left or patience ends; kills nothing. */
    void await(Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        for (ProcessHandle child : read()) {
            try {
                child.onExit().get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // Whoever needs what it holds will say so.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<ProcessHandle> read() {
        List<ProcessHandle> children = new ArrayList<>();
        if (!Files.exists(file)) {
            return children;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> line.matches("\\d{1,9}"))
                    .map(line -> ProcessHandle.of(Long.parseLong(line)))
                    // The id may belong to something else by now; ours are Java.
                    .flatMap(child -> child.stream())
                    .filter(child -> child.info().command().orElse("").endsWith("java"))
                    .forEach(children::add);
            return children;
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    void write(Collection<Long> processIds) {
        try {
            Files.write(file, processIds.stream().map(id -> Long.toString(id)).toList());
        } catch (IOException e) {
            throw new CommandException("Cannot write " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
