package dev.stackhouse.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The daemon in a process of its own, as a user has it. */
final class RunningNode implements AutoCloseable {
    /** All that the daemon needs of a root's rights; the DaemonSet gives the same. */
    static final String CAPABILITIES = "+sys_ptrace,+dac_override,+chown,+fowner,+setuid,+setgid,+kill";

    private static final long PATIENCE_SECONDS = 240;

    private final Process process;
    private final Path output;

    private RunningNode(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param before what comes before the command, as setpriv
     * @param directory of its state and its output
     */
    static RunningNode start(List<String> before, String classPath, Path directory, String brokers, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(TestedJvm.java(), "-Xmx128m", "-cp", classPath, NodeMain.class.getName()));
        command.addAll(List.of("--state", directory.resolve("state").toString(), "--metrics-port", "0"));
        command.addAll(List.of("--attach-after", "1"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("stackhouse-node", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("STACKHOUSE_BROKERS", brokers);
        RunningNode node = new RunningNode(builder.start(), output);
        node.awaitOutput("READY");
        return node;
    }

    long processId() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    void awaitOutput(String text) throws Exception {
        await(() -> output().contains(text), "output '" + text + "'");
    }

    void awaitMetric(String name, long least) throws Exception {
        await(() -> metric(name) >= least, name + " >= " + least);
    }

    /** Something that will be so. */
    interface Condition {
        boolean holds() throws Exception;
    }

    void await(Condition condition, String what) throws Exception {
        for (int i = 0; i < PATIENCE_SECONDS * 5; i++) {
            if (condition.holds()) {
                return;
            }
            if (!process.isAlive()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError("in vain: " + what + "\n" + output());
    }

    /** A metric's value, 0 if there is none. */
    long metric(String name) throws Exception {
        Matcher line = Pattern.compile("(?m)^stackhouse_node_" + Pattern.quote(name) + " (\\d+)$")
                .matcher(metrics());
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    String metrics() throws Exception {
        Matcher address = Pattern.compile("metrics=(\\S+)").matcher(output());
        if (!address.find()) {
            return "";
        }
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address.group(1))).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Ends it at once. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Tells it to end, and waits until it has. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor(1, TimeUnit.MINUTES);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
