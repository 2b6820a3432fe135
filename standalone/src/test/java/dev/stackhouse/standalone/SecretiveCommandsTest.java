package dev.stackhouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.EmbeddedBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that ask Kafka, and are given its settings in a file, in which passwords are. */
class SecretiveCommandsTest {
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"checkout\" password=\"hunter2-hunter2\";";

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private final StringWriter printed = new StringWriter();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory.resolve("kafka"), 0, Duration.ofMinutes(2));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The broker knows of no login.
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=" + LOGIN,
                "security.protocol=hunter2-hunter2",
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=hunter2-hunter2",
                "security.protocol=SSL\nssl.truststore.location=/hunter2-hunter2\nssl.truststore.password=hunter2-hunter2"
            })
    void whatIsWrongReachesKafkaTooAndIsNotPrinted(String settings) throws Exception {
        assertThat(run(settings, "policy", "list")).isEqualTo(1);
        assertThat(run(settings, "dead-letters")).isEqualTo(1);

        assertThat(printed.toString().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                .startsWith("Kafka at " + broker.bootstrapServers() + " does not answer: ")
                .doesNotContain("hunter2"));
    }

    @Test
    void whatIsRightReachesKafkaFromEveryCommand() throws Exception {
        String settings = "security.protocol=PLAINTEXT\nclient.dns.lookup=use_all_dns_ips\nrequest.timeout.ms=60000";

        assertThat(run(settings, "policy", "set", "--service", "shop", "--event", "cpu=2ms", "--for", "1m"))
                .as(printed::toString)
                .isZero();
        assertThat(run(settings, "policy", "list")).isZero();
        assertThat(run(settings, "policy", "clear", "--service", "shop")).isZero();
        assertThat(run(settings, "policy", "history")).isZero();
        assertThat(run(settings, "dead-letters")).isZero();
    }

    @Test
    void aFileThatCannotBeUsedIsWrongUsage() throws Exception {
        assertThat(run("acks=0\nmetric.reporters=hunter2-hunter2", "policy", "list"))
                .isEqualTo(2);
        assertThat(run("sasl.jaas.config=\\uhunter2", "dead-letters")).isEqualTo(2);
        assertThat(execute("policy", "list", "--kafka-config", "/nowhere/kafka.properties"))
                .isEqualTo(2);

        assertThat(printed.toString())
                .contains(
                        "--kafka-config sets acks, which the command sets itself",
                        "--kafka-config sets metric.reporters, which the command sets itself",
                        "which is no properties file",
                        "--kafka-config is '/nowhere/kafka.properties', which cannot be read (NoSuchFileException)")
                .doesNotContain("hunter2");
    }

    private int run(String settings, String... arguments) throws Exception {
        Path file = Files.writeString(directory.resolve("kafka.properties"), settings);
        return execute(Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--brokers", broker.bootstrapServers(), "--kafka-config", file.toString()))
                .toArray(String[]::new));
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(printed, true))
                .execute(arguments);
    }
}
