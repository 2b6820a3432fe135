package dev.stackhouse.bench.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM under measurement. It says READY on standard output, may answer lines on standard input, and ends in order when that is
 * closed; what it says on standard error is in a file. For one thread.
 */
final class MeasuredProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private MeasuredProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Starts it and returns at once. */
    static MeasuredProcess start(List<String> command, Map<String, String> variables, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        // Options of whoever runs this are not those of what is measured.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().putAll(variables);
        MeasuredProcess started = new MeasuredProcess(builder.start(), errors);
        Thread reader = new Thread(started::read, "measured-out");
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
    }

    /** The rest of its READY line. */
    String awaitReady() throws IOException, InterruptedException {
        String line = nextLine();
        while (!line.startsWith("READY")) {
            line = nextLine();
        }
        return line.substring("READY".length()).strip();
    }

    /** Sends an empty line and returns the number that it answers. */
    long ask() throws IOException, InterruptedException {
        OutputStream in = process.getOutputStream();
        in.write('\n');
        in.flush();
        return Long.parseLong(nextLine());
    }

    String nextLine() throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            if (!process.isAlive() && lines.isEmpty()) {
                throw new IOException("the program ended with status " + process.exitValue() + ". " + errors());
            }
        }
        throw new IOException("the program did not answer. " + errors());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that it said on standard error. */
    String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Why its profiler did not work, if it said so; what it says of a Kafka that is slow to answer is no reason. */
    Optional<String> complaint() throws IOException {
        return errors().lines()
                .filter(line -> line.startsWith("stackhouse: not profiling") || line.contains("[ERROR]"))
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
