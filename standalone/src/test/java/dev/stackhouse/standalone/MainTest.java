package dev.stackhouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString()).contains("up", "demo", "services", "top", "flamegraph", "ledger");
    }

    @Test
    void wrongUsageIsStatusTwoWithASentenceFirst() {
        assertThat(run("top")).isEqualTo(2);
        assertThat(err.toString()).startsWith("Missing required option: '--service=NAME'");
        assertThat(run()).isEqualTo(2);
        assertThat(run("up", "--duration", "soon")).isEqualTo(2);
        assertThat(run("up", "--port", "70000")).isEqualTo(2);
    }

    @Test
    void refusesAFileNameWithoutAFormat() {
        assertThat(run("flamegraph", "--service", "checkout", "-o", "out.png")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith(
                        "The name out.png says no known format; end it in .html, .collapsed, .pprof or .speedscope.json.");
    }

    @Test
    void anAbsentServerIsOneSentenceAndStatusOne() {
        // Nothing listens on port 1.
        assertThat(run("services", "--server", "127.0.0.1:1")).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "No server answers at 127.0.0.1:1; start one with ./stackhouse up, or name another with"
                                + " --server host:port.");
    }

    @Test
    void aServerWithoutPortIsOneSentence() {
        assertThat(run("ledger", "--server", "localhost")).isEqualTo(1);

        assertThat(err.toString().lines()).containsExactly("--server localhost is no address such as 127.0.0.1:8700.");
    }

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }
}
