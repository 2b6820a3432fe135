package dev.stackhouse.standalone.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.standalone.client.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attaches to processes of the tests' own. */
class AttachCommandTest {
    private static final String SETTINGS = "service=attached,spool.bytes=off,brokers=127.0.0.1:1";

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(process -> process.destroyForcibly().onExit().join());
    }

    @Test
    void attachesAndDetaches() throws Exception {
        TargetJvm jvm = TargetJvm.find(jvm().pid());

        assertThat(jvm.ask(SETTINGS)).startsWith("profiled as instance").endsWith("of service attached");
        assertThatThrownBy(() -> jvm.ask(SETTINGS))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is profiled already, as instance");
        assertThat(jvm.ask("detach")).startsWith("no longer profiled");
        assertThatThrownBy(() -> jvm.ask("detach"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is not profiled");
    }

    @Test
    void saysWhichSettingsCannotBeUsed() throws Exception {
        TargetJvm jvm = TargetJvm.find(jvm().pid());

        assertThatThrownBy(() -> jvm.ask("servce=x"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("unknown agent argument 'servce'");
    }

    @Test
    void saysWhatCannotBeAttachedTo() throws Exception {
        long noJvm = start("sleep", "600").pid();
        long forbidden = jvm("-XX:+DisableAttachMechanism").pid();

        assertThatThrownBy(() -> TargetJvm.find(Integer.MAX_VALUE)).hasMessage("There is no process 2147483647.");
        assertThatThrownBy(() -> TargetJvm.find(noJvm)).hasMessage("Process " + noJvm + " is no JVM.");
        assertThatThrownBy(() -> TargetJvm.find(forbidden))
                .hasMessage("Process " + forbidden + " was started with -XX:+DisableAttachMechanism.");
    }

    @Test
    void saysThatAJvmLoadsNoAgents() throws Exception {
        TargetJvm jvm = TargetJvm.find(jvm("-XX:-EnableDynamicAgentLoading").pid());

        assertThatThrownBy(() -> jvm.ask(SETTINGS))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("does not load the agent: ");
    }

    /** One that is ready to be attached to, and waits. */
    private Process jvm(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classes(), Waiting.class.getName()));
        Process process = start(command.toArray(String[]::new));
        if (process.getInputStream().read() < 0) {
            throw new IOException("the JVM has ended");
        }
        return process;
    }

    /** Nothing but the tests' own: an application has no class of the agent's on its class path. */
    private static String classes() {
        return Path.of(System.getProperty("stackhouse.root"), "standalone/target/test-classes")
                .toString();
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    /** A program that says that it runs, and does nothing else. */
    public static final class Waiting {
        private Waiting() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.println("r");
            Thread.sleep(600_000);
        }
    }
}
