package dev.stackhouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Service and load as processes, as their parent sees them. */
class ProcessTest {
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void nothingIsLeftBehind() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void serviceAndLoadEndWhenTheirInputCloses() throws Exception {
        Process service = start(CheckoutService.class, "--port", "0");
        String ready = service.inputReader().readLine();
        assertThat(ready).matches("READY port=\\d+");

        Process load = start(
                LoadGenerator.class,
                "--target",
                "http://127.0.0.1:" + ready.substring(ready.indexOf('=') + 1),
                "--rate",
                "50");
        BufferedReader loadOutput = load.inputReader();
        assertThat(loadOutput.readLine()).startsWith("READY target=http");

        load.getOutputStream().close();
        assertThat(loadOutput.readLine()).startsWith("sent=");
        assertThat(exitCode(load)).isZero();
        service.getOutputStream().close();
        assertThat(exitCode(service)).isZero();
    }

    @Test
    void aBusyPortIsOneSentenceAndExitCode1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process service = start(CheckoutService.class, "--port", Integer.toString(taken.getLocalPort()));

            assertThat(errors(service)).isEqualTo("The shop cannot listen: Address already in use.");
            assertThat(exitCode(service)).isEqualTo(1);
        }
    }

    @Test
    void aWrongOptionIsOneSentenceAndExitCode1() throws Exception {
        Process load = start(LoadGenerator.class, "--rate", "10");

        assertThat(errors(load)).isEqualTo("Option --target is missing.");
        assertThat(exitCode(load)).isEqualTo(1);
    }

    private Process start(Class<?> main, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static String errors(Process process) throws Exception {
        try (BufferedReader reader = process.errorReader()) {
            return reader.lines().collect(Collectors.joining("\n"));
        }
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
