package dev.stackhouse.collector;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs {@link Workload} or another program in a JVM of its own with the agent's jar, without the collector on its class path. */
record ProfiledProgram(int status, String output) {
    static ProfiledProgram run(double seconds, String agentArguments) throws IOException, InterruptedException {
        return ended(start(seconds, agentArguments));
    }

    static ProfiledProgram run(Class<?> program, double seconds, String agentArguments)
            throws IOException, InterruptedException {
        return ended(start(program, seconds, agentArguments));
    }

    /** Runs it until it or the agent has said something, and tells it to end then; for two minutes at most. */
    static ProfiledProgram runUntil(String said, String agentArguments) throws IOException, InterruptedException {
        Process process = start(120, agentArguments);
        try {
            // Not closed: the output is read to its end.
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            StringBuilder output = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.contains(said)) {
                    process.toHandle().destroy();
                }
            }
            return new ProfiledProgram(process.waitFor(), output.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    private static ProfiledProgram ended(Process process) throws IOException, InterruptedException {
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(2, TimeUnit.MINUTES);
            return new ProfiledProgram(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts it; its output comes together with its errors. */
    static Process start(double seconds, String agentArguments) throws IOException {
        return start(Workload.class, seconds, agentArguments);
    }

    private static Process start(Class<?> program, double seconds, String agentArguments) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-javaagent:" + agentJar() + "=" + agentArguments,
                        "-cp",
                        target().resolve("test-classes") + File.pathSeparator + apiJar(),
                        program.getName(),
                        Double.toString(seconds))
                .redirectErrorStream(true)
                .start();
    }

    static Path agentJar() {
        return target().resolve("stackhouse-collector.jar");
    }

    /** Of the labels that programs may use. */
    static Path apiJar() {
        return Path.of(System.getProperty("stackhouse.root"), "collector", "api", "target", "classes");
    }

    private static Path target() {
        return Path.of(System.getProperty("stackhouse.root"), "collector", "target");
    }

    long tookMillis() {
        int at = output.indexOf("tookMillis=") + "tookMillis=".length();
        return Long.parseLong(output.substring(at, output.indexOf('\n', at)).strip());
    }
}
