package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.broker.TestingKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent brings into a JVM beside itself. */
class LeanAgentTest {
    private static final String MESSAGES = "org.apache.kafka.common.message.";
    /** Of which there is one in a JVM, once anybody asked for it. */
    private static final String MBEAN_SERVER = "com.sun.jmx.mbeanserver.JmxMBeanServer";

    @TempDir
    private Path directory;

    @Test
    void kafkasClientsStartNoMBeanServerAndLoadOnlyMessagesThatTheySend() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (TestingKafka kafka = TestingKafka.start();
                AttachedProgram program = AttachedProgram.start(temporary)) {
            assertThat(program.ask("service=workload,brokers=" + kafka.bootstrapServers()))
                    .startsWith("ok");
            List<String> classes = program.classes();
            while (!classes.contains(MESSAGES + "ProduceResponseData")
                    || !classes.contains("org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer")) {
                assertThat(program.isAlive()).as(program.output()).isTrue();
                Thread.sleep(50);
                classes = program.classes();
            }
            // Whoever makes a consumer of policies makes it to the end.
            assertThat(program.ask("detach")).startsWith("ok");

            assertThat(PublishedRecords.of(kafka.bootstrapServers())).isNotEmpty();
            assertThat(classes)
                    .contains(MESSAGES + "ApiMessageType")
                    .doesNotContain(MESSAGES + "CreateAclsRequestData", MESSAGES + "LeaderAndIsrResponseData");
            assertThat(program.classes()).contains("java.lang.String").doesNotContain(MBEAN_SERVER);
        }
    }
}
