package dev.stackhouse.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of ours that prints {@code READY key=value ...} on standard output once it is usable, logs to standard error, and
 * ends in order when its standard input closes, so that it never outlives its parent. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int KEPT_LINES = 40;

    private final String name;
    private final Process process;
    private final Deque<String> lastErrorLines = new ArrayDeque<>();
    private final CompletableFuture<Map<String, String>> ready = new CompletableFuture<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a command and returns at once.
     *
     * @param name what messages call it
     * @param environment added to this process's own
     */
    public static ChildProcess start(String name, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            ChildProcess child = new ChildProcess(name, builder.start());
            child.readInBackground("out", child.process.inputReader(StandardCharsets.UTF_8), true);
            child.readInBackground("err", child.process.errorReader(StandardCharsets.UTF_8), false);
            return child;
        } catch (IOException e) {
            throw new ChildProcessException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /** The command that runs a class of a class path in this JVM's own Java. */
    public static List<String> javaCommand(
            List<String> jvmOptions, String classPath, String mainClass, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(args);
        return command;
    }

    private void readInBackground(String stream, BufferedReader reader, boolean awaitReady) {
        Thread thread = new Thread(
                () -> {
                    try (reader) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            if (awaitReady && line.startsWith("READY")) {
                                ready.complete(pairs(line));
                            } else {
                                keep(line);
                            }
                        }
                    } catch (IOException e) {
                        keep("(" + e.getMessage() + ")");
                    } finally {
                        if (awaitReady) {
                            ready.completeExceptionally(new IOException("ended"));
                        }
                    }
                },
                name + "-" + stream);
        thread.setDaemon(true);
        thread.start();
    }

    private static Map<String, String> pairs(String line) {
        Map<String, String> pairs = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                pairs.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return pairs;
    }

    private void keep(String line) {
        synchronized (lastErrorLines) {
            lastErrorLines.addLast(line);
            if (lastErrorLines.size() > KEPT_LINES) {
                lastErrorLines.removeFirst();
            }
        }
    }

    /** The last lines that the process logged. */
    public List<String> lastErrorLines() {
        synchronized (lastErrorLines) {
            return List.copyOf(lastErrorLines);
        }
    }

    /**
     * Waits until the process is usable and returns the pairs of its READY line.
     *
     * @throws ChildProcessException if it ended or took longer; with what it said last
     */
    public Map<String, String> awaitReady(Duration patience) {
        try {
            return ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            kill();
            throw new ChildProcessException(name + " was not ready after " + patience.toSeconds() + " s. " + said(), e);
        } catch (ExecutionException e) {
            kill();
            throw new ChildProcessException(said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            throw new ChildProcessException(name + ": interrupted while it started", e);
        }
    }

    private String said() {
        try {
            // Lets the reader of standard error catch up with a process that just ended.
            process.waitFor(1, TimeUnit.SECONDS);
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> lines = lastErrorLines();
        return lines.isEmpty() ? name + " ended without a word" : name + ": " + lines.get(lines.size() - 1);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes when the process has ended, in whatever way. */
    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
    }

    /** Closes its standard input and waits until it has ended; insists after 15 s. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            keep("(" + e.getMessage() + ")");
        }
        if (!await(Duration.ofSeconds(15))) {
            process.destroy();
            if (!await(Duration.ofSeconds(5))) {
                kill();
            }
        }
    }

    private boolean await(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
