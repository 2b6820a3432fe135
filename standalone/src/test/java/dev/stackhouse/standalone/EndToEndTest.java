package dev.stackhouse.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetFlameGraphResponse;
import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.GetTopMethodsResponse;
import dev.stackhouse.proto.query.v1.Instance;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import dev.stackhouse.proto.query.v1.ListInstancesRequest;
import dev.stackhouse.proto.query.v1.MethodWeight;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.proto.query.v1.Unit;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A program whose profile is known runs under the collector; what the query API says of it went through every real part. */
class EndToEndTest {
    private static final String SERVICE = "known-workload";
    private static final String WORKLOAD = KnownWorkload.class.getName();

    @TempDir
    static Path directory;

    private static Stackhouse stackhouse;
    private static QueryServiceBlockingStub query;

    @BeforeAll
    static void aProgramRunsUnderTheCollectorAndEnds() throws Exception {
        start();
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-javaagent:" + root().resolve("collector/target/stackhouse-collector.jar") + "=service="
                                + SERVICE + ",brokers=" + stackhouse.bootstrapServers()
                                + ",wall.interval=50ms,alloc.bytes=64k,live=on,nativemem.bytes=64k",
                        "-cp",
                        Path.of(KnownWorkload.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        WORKLOAD,
                        "35")
                .redirectErrorStream(true)
                .redirectOutput(new File(directory.toFile(), "workload.log"))
                .start();
        try {
            assertThat(program.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly();
        }
        awaitSteadyBooks();
        // What the tests read is what a second start finds on the same data directory.
        stackhouse.close();
        start();
    }

    private static void start() {
        stackhouse = Stackhouse.start(TestingStackhouse.config(directory));
        query = GrpcClients.newClient(
                "gproto+http://127.0.0.1:" + stackhouse.queryPort() + "/", QueryServiceBlockingStub.class);
    }

    @AfterAll
    static void everythingStops() {
        if (stackhouse != null) {
            stackhouse.close();
        }
    }

    @Test
    void cpuIsSharedAsTheProgramSharesIt() {
        GetTopMethodsResponse top = top("cpu");
        double burn = total(top, "burnUntil");

        assertThat(total(top, "burnSixty") / burn).isCloseTo(0.60, within(0.05));
        assertThat(total(top, "burnThirty") / burn).isCloseTo(0.30, within(0.05));
        assertThat(total(top, "burnTen") / burn).isCloseTo(0.10, within(0.05));
    }

    @Test
    void theFlameGraphHasTheProgramsCallTree() {
        GetFlameGraphResponse graph = query.getFlameGraph(
                GetFlameGraphRequest.newBuilder().setSelection(selection("cpu")).build());

        int burnUntil = node(graph, "burnUntil");
        assertThat(burnUntil).isPositive();
        int parentLevel = graph.getLevels(burnUntil);
        long burnTotal = nodeTotal(graph, burnUntil);
        int burnSixty = node(graph, "burnSixty");
        assertThat(graph.getLevels(burnSixty)).isEqualTo(parentLevel + 1);
        assertThat((double) nodeTotal(graph, burnSixty) / burnTotal).isCloseTo(0.60, within(0.05));
        assertThat(nodeTotal(graph, 0)).isEqualTo(graph.getCoverage().getValue());
    }

    @Test
    void allocationIsBlamedOnTheMethodThatAllocates() {
        GetTopMethodsResponse top = top("alloc");

        assertThat(total(top, "allocateBuffers") / top.getCoverage().getValue()).isGreaterThan(0.8);
    }

    @Test
    void lockWaitsAreBlamedOnTheMethodThatEnters() {
        GetTopMethodsResponse top = top("lock");

        assertThat(total(top, "enterContendedLock") / top.getCoverage().getValue())
                .isGreaterThan(0.8);
    }

    @Test
    void theInstanceSaysWhatItsJvmIsAndHowOftenItIsSampled() {
        Instance instance = query.listInstances(
                        ListInstancesRequest.newBuilder().setService(SERVICE).build())
                .getInstances(0);

        assertThat(instance.getFactsList())
                .extracting(Label::getName)
                .contains("jvm.version", "jvm.gc", "jvm.heap_limit_bytes", "jvm.started")
                .doesNotContain("jvm.flags");
        assertThat(instance.getRates().getRatesList())
                .extracting(rate -> rate.getEvent() + " " + rate.getInterval())
                .contains("EVENT_TYPE_CPU 10000000");
    }

    @Test
    void elapsedTimeIsThatOfThreadsThatWaitToo() {
        GetTopMethodsResponse top = top("wall");

        assertThat(top.getCoverage().getUnit()).isEqualTo(Unit.UNIT_NANOSECONDS);
        // Two threads and one.
        assertThat(total(top, "contendUntil") / total(top, "keepUntil")).isCloseTo(2, within(0.4));
    }

    @Test
    void whatIsKeptIsBlamedOnTheMethodThatKeepsIt() {
        for (String event : List.of("live", "native-memory")) {
            GetTopMethodsResponse top = top(event);
            assertThat(top.getCoverage().getUnit()).isEqualTo(Unit.UNIT_BYTES);
            assertThat(total(top, "keepBuffers") / top.getCoverage().getValue())
                    .as(event)
                    // How much else is alive in it depends on how fast the machine is.
                    .isGreaterThan(0.3);
        }
    }

    @Test
    void threadsAreToldApartByTheirPool() {
        GetFlameGraphResponse byThread = query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                .setSelection(selection("lock"))
                .setGroupBy("thread")
                .build());
        GetFlameGraphResponse main = query.getFlameGraph(GetFlameGraphRequest.newBuilder()
                .setSelection(selection("cpu").toBuilder().setThread("main"))
                .build());

        assertThat(byThread.getGroups(0).getLabelValue()).isEqualTo("contender-#");
        assertThat(node(main, "burnUntil")).isPositive();
        assertThat(node(main, "allocateUntil")).isNegative();
        assertThat(main.getNamesList()).doesNotContain("main");
    }

    @Test
    void whatIsNoBatchBecomesADeadLetter() throws Exception {
        publish("poison", "no batch".getBytes(UTF_8), false);
        String shown = "";
        for (int i = 0; i < 60 && !shown.contains("poison"); i++) {
            TimeUnit.SECONDS.sleep(1);
            shown = deadLetters();
        }

        assertThat(shown).contains("UNDECODABLE", "poison", "Not a batch");
        assertThat(deadLetters("--replay", "--reason", "UNDECODABLE")).contains("Sent 1 of 1 once more");
    }

    @Test
    void aRejectedBatchIsDeclaredDroppedUntilItsReplayIsTaken() throws Exception {
        String instance = "once-rejected";
        StackBatch good = batchOfOneStack("replayed", instance, 7);
        // As if it came from a collector of a later version.
        publish(instance, good.toBuilder().setFormatVersion(9).build().toByteArray(), false);
        LedgerEntry rejected = awaitLedger("replayed", entry -> entry.getSamplesTaken() > 0);
        assertThat(rejected.getSamplesStored()).isZero();
        assertThat(rejected.getDropped(0).getSamples()).isEqualTo(7);

        publish(instance, good.toByteArray(), true);
        LedgerEntry replayed = awaitLedger("replayed", entry -> entry.getSamplesStored() > 0);
        assertThat(replayed.getSamplesTaken()).isEqualTo(7);
        assertThat(replayed.getSamplesStored()).isEqualTo(7);
        assertThat(replayed.getDroppedList())
                .allSatisfy(drop -> assertThat(drop.getSamples()).isZero());
    }

    private static StackBatch batchOfOneStack(String service, String instance, long samples) {
        long endMillis = System.currentTimeMillis();
        return StackBatch.newBuilder()
                .setFormatVersion(1)
                .setService(service)
                .setInstanceId(instance)
                .setSequence(1)
                .setStartUnixMillis(endMillis - 1)
                .setEndUnixMillis(endMillis)
                .addAllStrings(List.of("", "a.Main", "main"))
                .addFrames(Frame.newBuilder().setClassIndex(1).setMethodIndex(2))
                .addStacks(Stack.newBuilder().addFrameIndexes(0))
                .addSamples(Sample.newBuilder()
                        .setEvent(EventType.EVENT_TYPE_CPU)
                        .setCount(samples)
                        .setValue(samples))
                .setLedger(Ledger.newBuilder()
                        .addEvents(EventLedger.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_CPU)
                                .setSamplesTaken(samples)))
                .build();
    }

    private static void publish(String key, byte[] value, boolean replayed) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stackhouse.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>("stackhouse.batches", key.getBytes(UTF_8), value);
            if (replayed) {
                record.headers().add("stackhouse-replay", new byte[0]);
            }
            producer.send(record).get();
        }
    }

    private static LedgerEntry awaitLedger(String service, Predicate<LedgerEntry> wanted) throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            TimeUnit.SECONDS.sleep(1);
            for (LedgerEntry entry :
                    query.getLedger(GetLedgerRequest.getDefaultInstance()).getEntriesList()) {
                if (entry.getService().equals(service) && wanted.test(entry)) {
                    return entry;
                }
            }
        }
        throw new AssertionError("the ledger of " + service + " did not come to that");
    }

    /** What the command prints, as a user sees it. */
    private static String deadLetters(String... options) {
        Printed printed = run(append(List.of("dead-letters", "--brokers", stackhouse.bootstrapServers()), options));
        assertThat(printed.status()).isZero();
        return printed.text();
    }

    /** What a command prints, on either stream, and its exit status. */
    private record Printed(int status, String text) {}

    private static Printed audit(String... options) {
        return run(append(List.of("audit", "--server", "127.0.0.1:" + stackhouse.queryPort()), options));
    }

    private static Printed run(List<String> command) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, UTF_8);
        PrintStream before = System.out;
        System.setOut(stream);
        try {
            CommandLine line = Main.commandLine().setErr(new PrintWriter(stream, true, UTF_8));
            return new Printed(line.execute(command.toArray(new String[0])), printed.toString(UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void theAuditHolds() {
        Printed audit = audit("--service", SERVICE);
        assertThat(audit.text())
                .contains(SERVICE + "          1 ", "Every sample taken is stored or declared dropped.");
        assertThat(audit.status()).isZero();

        assertThat(audit("--service", SERVICE, "--json").text())
                .contains("\"samplesUnexplained\":0,\"batchesCountedTwice\":0", "\"holds\":true");
    }

    @Test
    void versionsThatNobodyRunsAreTooLittleToCompare() {
        List<String> command = List.of("compare", "--server", "127.0.0.1:" + stackhouse.queryPort());
        Printed compared = run(append(command, "--service", SERVICE, "--versions", "41,42"));
        assertThat(compared.text()).contains("too little to tell. ", "version 42, ", "0 samples of 0 instances");
        assertThat(compared.status()).isEqualTo(4);

        Printed unknown = run(append(command, "--service", "knwon-workload", "--versions", "41,42"));
        assertThat(unknown.text()).contains("no service 'knwon-workload' in the store");
        assertThat(unknown.status()).isEqualTo(1);

        assertThat(run(append(command, "--service", SERVICE, "--versions", "41"))
                        .status())
                .isEqualTo(2);
    }

    private static List<String> append(List<String> command, String... options) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(options));
        return whole;
    }

    @Test
    void anAuditOfNothingDoesNotHold() {
        Printed unknown = audit("--service", "knwon-workload");
        assertThat(unknown.text()).contains("no service 'knwon-workload' in the store", SERVICE);
        assertThat(unknown.status()).isEqualTo(1);

        for (Printed silent : List.of(
                audit("--service", SERVICE, "--from", "-3h", "--to", "-2h"), audit("--from", "-3h", "--to", "-2h"))) {
            assertThat(silent.text()).contains("came in this range; the latest data is from");
            assertThat(silent.status()).isEqualTo(1);
        }
    }

    @Test
    void theBooksBalance() {
        GetLedgerResponse ledger = query.getLedger(
                GetLedgerRequest.newBuilder().setService(SERVICE).build());

        assertThat(ledger.getBalanced()).isTrue();
        assertThat(ledger.getEntriesList())
                .extracting(LedgerEntry::getEvent)
                .containsExactlyInAnyOrder("cpu", "wall", "alloc", "live", "lock", "native-memory");
        for (LedgerEntry entry : ledger.getEntriesList()) {
            long dropped = entry.getDroppedList().stream()
                    .mapToLong(d -> d.getSamples())
                    .sum();
            assertThat(entry.getSamplesTaken()).isPositive().isEqualTo(entry.getSamplesStored() + dropped);
            assertThat(entry.getBatchesMissing()).isZero();
        }
    }

    /** The program has ended, so its books stop growing once everything has arrived; they hold several intervals by then. */
    private static void awaitSteadyBooks() throws InterruptedException {
        GetLedgerResponse before = GetLedgerResponse.getDefaultInstance();
        int steady = 0;
        for (int i = 0; i < 60 && steady < 10; i++) {
            TimeUnit.SECONDS.sleep(2);
            GetLedgerResponse now = query.getLedger(
                    GetLedgerRequest.newBuilder().setService(SERVICE).build());
            steady = now.equals(before) && now.getEntriesCount() > 0 ? steady + 1 : 0;
            before = now;
        }
    }

    private static GetTopMethodsResponse top(String event) {
        return query.getTopMethods(GetTopMethodsRequest.newBuilder()
                .setSelection(selection(event))
                .setLimit(1_000)
                .setByTotal(true)
                .build());
    }

    private static Selection selection(String event) {
        return Selection.newBuilder().setService(SERVICE).setEvent(event).build();
    }

    private static double total(GetTopMethodsResponse top, String method) {
        return top.getMethodsList().stream()
                .filter(m -> m.getMethod().equals(WORKLOAD + "." + method))
                .mapToLong(MethodWeight::getTotalValue)
                .sum();
    }

    private static int node(GetFlameGraphResponse graph, String method) {
        for (int i = 0; i < graph.getLevelsCount(); i++) {
            if (graph.getNames(graph.getNameIndexes(i)).equals(WORKLOAD + "." + method)) {
                return i;
            }
        }
        return -1;
    }

    private static long nodeTotal(GetFlameGraphResponse graph, int node) {
        long total = graph.getSelfValues(node);
        for (int i = node + 1; i < graph.getLevelsCount() && graph.getLevels(i) > graph.getLevels(node); i++) {
            total += graph.getSelfValues(i);
        }
        return total;
    }

    private static Path root() {
        return Path.of(System.getProperty("stackhouse.root"));
    }
}
