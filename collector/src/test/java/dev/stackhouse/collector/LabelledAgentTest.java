package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A program that labels its work, under the agent and under none, and what arrived in a real broker. */
class LabelledAgentTest {
    private static final String RATES = ",cpu.interval=1ms,alloc.bytes=64k";
    private static final String SPAN = " " + LabelledProgram.TRACE + "-" + LabelledProgram.SPAN;

    @Test
    void everySampleHasTheLabelsOfItsMoment() throws Exception {
        try (TestingKafka kafka = TestingKafka.start()) {
            ProfiledProgram program = ProfiledProgram.run(
                    LabelledProgram.class, 13, "service=labelled,brokers=" + kafka.bootstrapServers() + RATES);
            assertThat(program.status()).as(program.output()).isZero();
            List<StackBatch> batches = batches(kafka);
            Map<String, Set<String>> labels = LabelledStacks.labelsOfMethod(batches);

            assertThat(labels.get("Pay")).containsExactly("[endpoint=/pay]");
            assertThat(labels.get("Charge")).containsExactly("[endpoint=/pay, step=charge]");
            assertThat(labels.get("Bank")).containsExactly("[endpoint=/bank, step=charge]");
            assertThat(labels.get("Unlabelled")).containsExactly("[]");
            assertThat(labels.get("Brief")).containsExactly("[endpoint=/brief]");
            assertThat(labels.get("Traced")).containsExactly("[]" + SPAN);
            assertThat(labels.get("Untraced")).containsExactly("[]");
            assertThat(labels.get("Web")).containsExactly("[endpoint=/web]");
            // Of the requests some are named, the others not; the endpoint always is.
            assertThat(labels.get("Many"))
                    .contains("[endpoint=/many]")
                    .allSatisfy(each -> assertThat(each).matches("\\[endpoint=/many(, request=n\\d+)?]"));
            assertThat(program.output()).contains("labels with too many values are left out of some samples: [request]");

            // It was open when intervals ended.
            assertThat(labels.get("Long")).containsExactly("[endpoint=/long]");
            assertThat(LabelledStacks.batchesWith(batches, "endpoint=/long")).isGreaterThanOrEqualTo(3);
            booksBalance(batches);
        }
    }

    @Test
    void anAgentThatIsAttachedLaterKnowsTheScopesThatAreOpenedFromThenOn() throws Exception {
        try (TestingKafka kafka = TestingKafka.start()) {
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx96m",
                            "-cp",
                            Path.of(System.getProperty("stackhouse.root"), "collector", "target", "test-classes")
                                    + java.io.File.pathSeparator + ProfiledProgram.apiJar(),
                            LabelledProgram.class.getName(),
                            "16")
                    .redirectErrorStream(true)
                    .start();
            try {
                VirtualMachine vm = VirtualMachine.attach(Long.toString(program.pid()));
                vm.loadAgent(
                        ProfiledProgram.agentJar().toString(),
                        "service=attached,brokers=" + kafka.bootstrapServers() + RATES);
                vm.detach();
                String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(program.waitFor()).as(output).isZero();
            } finally {
                program.destroyForcibly();
            }
            List<StackBatch> batches = batches(kafka);
            // By its second batch every scope but the long one was opened under the agent.
            Map<String, Set<String>> labels = LabelledStacks.labelsOfMethod(batches.subList(1, batches.size()));
            assertThat(labels.get("Pay")).containsExactly("[endpoint=/pay]");
            assertThat(labels.get("Bank")).containsExactly("[endpoint=/bank, step=charge]");
            assertThat(labels.get("Web")).containsExactly("[endpoint=/web]");
            assertThat(labels.get("Traced")).containsExactly("[]" + SPAN);
            assertThat(labels.get("Unlabelled")).containsExactly("[]");
            assertThat(labels.get("Long")).containsExactly("[]");
            booksBalance(batches);
        }
    }

    private static List<StackBatch> batches(TestingKafka kafka) throws Exception {
        List<StackBatch> batches = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(kafka.bootstrapServers())) {
            batches.add(StackBatch.parseFrom(record.value()));
        }
        return batches;
    }

    private static void booksBalance(List<StackBatch> batches) {
        for (StackBatch batch : batches) {
            long taken = batch.getLedger().getEventsList().stream()
                    .mapToLong(EventLedger::getSamplesTaken)
                    .sum();
            long dropped = batch.getLedger().getEventsList().stream()
                    .flatMap(event -> event.getDroppedList().stream())
                    .mapToLong(drop -> drop.getSamples())
                    .sum();
            long sent =
                    batch.getSamplesList().stream().mapToLong(Sample::getCount).sum();
            assertThat(taken).isEqualTo(sent + dropped);
        }
    }
}
