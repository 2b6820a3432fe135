package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that labels its work, under an agent that is there from the start or comes later, and what arrived in a real broker. */
class LabelledAgentTest {
    private static final String SPAN = " " + LabelledProgram.TRACE + "-" + LabelledProgram.SPAN;
    private static final int BATCHES = 4;

    @TempDir
    Path directory;

    private TestingKafka kafka;
    private Process program;

    @BeforeEach
    void start() throws Exception {
        kafka = TestingKafka.start();
    }

    @AfterEach
    void end() {
        if (program != null) {
            program.destroyForcibly();
        }
        kafka.close();
    }

    @Test
    void everySampleHasTheLabelsOfItsMoment() throws Exception {
        startProgram("-Dawait.collector=true", "-javaagent:" + ProfiledProgram.agentJar() + "=" + agentArguments());
        List<StackBatch> batches = arrivedBatches();
        Map<String, Set<String>> labels = LabelledStacks.labelsOfMethod(batches);

        assertThat(labels.get("Pay")).containsExactly("[endpoint=/pay]");
        assertThat(labels.get("Charge")).containsExactly("[endpoint=/pay, step=charge]");
        assertThat(labels.get("Bank")).containsExactly("[endpoint=/bank, step=charge]");
        assertThat(labels.get("Unlabelled")).containsExactly("[]");
        assertThat(labels.get("Brief")).containsExactly("[endpoint=/brief]");
        assertThat(labels.get("Traced")).containsExactly("[]" + SPAN);
        assertThat(labels.get("Untraced")).containsExactly("[]");
        assertThat(labels.get("Wait")).containsExactly("[endpoint=/wait]");
        assertThat(labels.get("Web")).containsExactly("[endpoint=/web]");
        // Of the requests some are named, the others not; the endpoint always is.
        assertThat(labels.get("Many")).contains("[endpoint=/many]").allSatisfy(each -> assertThat(each)
                .matches("\\[endpoint=/many(, request=n\\d+)?]"));
        assertThat(output()).contains("labels with too many values are left out of some samples: [request]");
        // It was open when intervals ended.
        assertThat(labels.get("Long")).containsExactly("[endpoint=/long]");
        assertThat(LabelledStacks.batchesWith(batches, "endpoint=/long")).isGreaterThanOrEqualTo(BATCHES - 1);
        booksBalance(batches);
    }

    @Test
    void anAgentThatIsAttachedLaterKnowsTheScopesThatAreOpenedFromThenOn() throws Exception {
        startProgram();
        VirtualMachine vm = VirtualMachine.attach(Long.toString(program.pid()));
        vm.loadAgent(ProfiledProgram.agentJar().toString(), agentArguments());
        vm.detach();
        List<StackBatch> batches = arrivedBatches();
        // Before its third batch begins every scope but the long one was opened under the agent.
        Map<String, Set<String>> labels = LabelledStacks.labelsOfMethod(batches.subList(2, batches.size()));
        assertThat(labels.get("Pay")).containsExactly("[endpoint=/pay]");
        assertThat(labels.get("Bank")).containsExactly("[endpoint=/bank, step=charge]");
        assertThat(labels.get("Web")).containsExactly("[endpoint=/web]");
        assertThat(labels.get("Traced")).containsExactly("[]" + SPAN);
        assertThat(labels.get("Unlabelled")).containsExactly("[]");
        assertThat(labels.get("Long")).containsExactly("[]");
        booksBalance(batches);
    }

    private String agentArguments() {
        return "service=labelled,cpu.interval=1ms,wall.interval=10ms,brokers=" + kafka.bootstrapServers()
                + ",spool.dir=" + directory.resolve("spool");
    }

    private void startProgram(String... options) throws IOException {
        String testClasses = Path.of(System.getProperty("stackhouse.root"), "collector", "target", "test-classes")
                .toString();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp", testClasses + File.pathSeparator + ProfiledProgram.apiJar(), LabelledProgram.class.getName()));
        program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    /** Those of the first intervals; then the program ends. */
    private List<StackBatch> arrivedBatches() throws Exception {
        List<StackBatch> batches = new ArrayList<>();
        while (batches.size() < BATCHES) {
            assertThat(program.isAlive()).as(output()).isTrue();
            Thread.sleep(500);
            batches.clear();
            for (ConsumerRecord<byte[], byte[]> record : PublishedRecords.of(kafka.bootstrapServers())) {
                batches.add(StackBatch.parseFrom(record.value()));
            }
        }
        program.getOutputStream().close();
        program.waitFor();
        return batches;
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static void booksBalance(List<StackBatch> batches) {
        for (StackBatch batch : batches) {
            long taken = 0;
            long dropped = 0;
            for (EventLedger event : batch.getLedger().getEventsList()) {
                taken += event.getSamplesTaken();
                for (DroppedSamples samples : event.getDroppedList()) {
                    dropped += samples.getSamples();
                }
            }
            long sent =
                    batch.getSamplesList().stream().mapToLong(Sample::getCount).sum();
            assertThat(taken).isEqualTo(sent + dropped);
        }
    }
}
