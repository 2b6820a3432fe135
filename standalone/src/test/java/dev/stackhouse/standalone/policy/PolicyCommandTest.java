package dev.stackhouse.standalone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.EmbeddedBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a real broker. */
class PolicyCommandTest {
    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private final StringWriter errors = new StringWriter();
    private String output = "";

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory, 0, Duration.ofMinutes(2));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void nothingIsInForce() {
        run("clear", "--service", "checkout");
        run("clear", "--service", "cart");
        errors.getBuffer().setLength(0);
    }

    @Test
    void aPolicyThatIsSetIsListedUntilItIsClearedAndInTheHistoryForEver() {
        assertThat(set("checkout", "10m", "--selector", "{version=\"41\"}", "--comment", "slow since noon"))
                .isZero();
        String id = output.replaceFirst("(?s)Policy (p-[0-9a-f]{10}): .*", "$1");
        assertThat(output).startsWith("Policy " + id + ": checkout{version=\"41\"} samples wall=20ms alloc=off until ");

        assertThat(run("list")).isZero();
        assertThat(output).contains(id, "checkout", "version=\"41\"", "wall=20ms alloc=off", "slow since noon", " min");

        assertThat(run("clear", id)).isZero();
        assertThat(output).startsWith("Cleared " + id + ";");
        assertThat(run("list")).isZero();
        assertThat(output).isEqualTo("No policy is in force." + System.lineSeparator());

        assertThat(run("history")).isZero();
        List<String> lines = output.lines().filter(line -> line.contains(id)).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains(System.getProperty("user.name") + "@", " set ", "slow since noon");
        assertThat(lines.get(1)).contains(System.getProperty("user.name") + "@", " cleared ");
    }

    @Test
    void theLastOneThatWasSetIsTheLowest() {
        set("checkout", "10m");
        String first = output.substring(7, 19);
        set("cart", "1h");
        set("checkout", "5m");
        String last = output.substring(7, 19);

        run("list", "--json");

        List<String> lines = output.lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("\"id\":\"" + first + "\"");
        assertThat(lines.get(2)).contains("\"id\":\"" + last + "\"", "\"events\":\"wall=20ms alloc=off\"");
    }

    @Test
    void allPoliciesOfAServiceAreClearedAtOnceAndNoOthers() {
        set("checkout", "10m");
        set("checkout", "1h");
        set("cart", "1h");

        assertThat(run("clear", "--service", "checkout")).isZero();

        run("list");
        assertThat(output.lines().filter(line -> line.startsWith("p-")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("cart"));
    }

    @Test
    void whatIsWrongIsSaidAFaultALineAndNothingIsWritten() {
        assertThat(run("set", "--service", "checkout", "--event", "wall=1h", "--event", "x=1", "--for", "48h"))
                .isEqualTo(2);

        assertThat(errors.toString().lines().limit(3))
                .satisfiesExactly(
                        lasting -> assertThat(lasting).isEqualTo("--for 48h is longer than 24 h."),
                        wall -> assertThat(wall).startsWith("--event wall=1h: the rate is not a duration from"),
                        unknown -> assertThat(unknown).startsWith("--event x=1 is not EVENT=RATE"));
        run("list");
        assertThat(output).startsWith("No policy is in force.");
    }

    @Test
    void whatIsNotThereCannotBeCleared() {
        assertThat(run("clear", "p-none")).isEqualTo(1);
        assertThat(errors.toString()).contains("There is no policy p-none.");
        assertThat(run("clear")).isEqualTo(2);
        assertThat(run("list", "--topic", "nowhere")).isEqualTo(1);
        assertThat(errors.toString()).contains("has no topic nowhere; create it with one partition");
    }

    @Test
    void theTopicOfOneMachineIsCompacted() throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "stackhouse.policies");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("compact");
        }
    }

    private int set(String service, String lasting, String... more) {
        String[] always = {"set", "--service", service, "--event", "wall=20ms", "--event", "alloc=off", "--for", lasting
        };
        String[] all = Arrays.copyOf(always, always.length + more.length);
        System.arraycopy(more, 0, all, always.length, more.length);
        return run(all);
    }

    private int run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--brokers";
        all[arguments.length + 1] = broker.bootstrapServers();
        StringWriter written = new StringWriter();
        int status = new CommandLine(new PolicyCommand())
                .setOut(new PrintWriter(written, true))
                .setErr(new PrintWriter(errors, true))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return 1;
                })
                .execute(all);
        output = written.toString();
        return status;
    }
}
