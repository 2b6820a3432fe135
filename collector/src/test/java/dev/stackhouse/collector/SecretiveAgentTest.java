package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's settings in a file, in which passwords are. */
class SecretiveAgentTest {
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"checkout\" password=\"hunter2-hunter2\";";

    private static TestingKafka kafka;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        kafka = TestingKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=" + LOGIN,
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=hunter2-hunter2\nsasl.jaas.config=" + LOGIN,
                "security.protocol=hunter2-hunter2",
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=hunter2-hunter2",
                "request.timeout.ms=hunter2-hunter2",
                "security.protocol=SSL\nssl.truststore.location=/hunter2-hunter2\nssl.truststore.password=hunter2-hunter2"
            })
    void noValueIsPrintedHoweverWrongItIs(String settings) throws Exception {
        ProfiledProgram program = runUntil("is away", settings);

        assertThat(program.output()).contains("is away").doesNotContain("hunter2", "\tat ");
    }

    @Test
    void whatIsRightReachesKafka() throws Exception {
        ProfiledProgram program =
                runUntil("publishing to Kafka", "security.protocol=PLAINTEXT\nclient.dns.lookup=use_all_dns_ips");

        assertThat(program.output()).contains("publishing to Kafka");
    }

    @Test
    void whatTheCollectorPromisesByIsNotForOthersToSet() throws Exception {
        ProfiledProgram program = runUntil("not profiling", "acks=0");

        assertThat(program.output()).contains("kafka.config sets acks, which the collector sets itself");
    }

    private ProfiledProgram runUntil(String said, String settings) throws Exception {
        Path file = Files.writeString(directory.resolve("producer.properties"), settings);
        return ProfiledProgram.runUntil(
                said, "service=workload,spool.bytes=off,brokers=" + kafka.bootstrapServers() + ",kafka.config=" + file);
    }
}
