package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.broker.TestingKafka;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One run of a program under the agent, and what arrived in a real broker. */
class PublishingAgentTest {
    private static final long WINDOW_MILLIS = 10_000;

    private static ProfiledProgram program;
    private static List<ConsumerRecord<byte[], byte[]>> records;
    private static List<StackBatch> batches;
    private static TestingKafka kafka;

    @BeforeAll
    static void run() throws Exception {
        kafka = TestingKafka.start();
        program = ProfiledProgram.run(
                23, "service=workload,labels.version=41,labels.zone=eu-1,brokers=" + kafka.bootstrapServers());
        records = PublishedRecords.of(kafka.bootstrapServers());
        batches = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            batches.add(StackBatch.parseFrom(record.value()));
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void theApplicationSeesNoneOfTheCollectorsClasses() {
        assertThat(program.status()).isZero();
        assertThat(program.output()).contains("sees=falsefalsefalsefalse");
    }

    @Test
    void batchesAreNumberedWithoutGapAndKeyedByInstance() {
        assertThat(batches).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 0; i < batches.size(); i++) {
            StackBatch batch = batches.get(i);
            assertThat(batch.getSequence()).isEqualTo(i + 1);
            assertThat(batch.getFormatVersion()).isEqualTo(2);
            assertThat(batch.getService()).isEqualTo("workload");
            assertThat(batch.getInstanceId()).isEqualTo(batches.get(0).getInstanceId());
            assertThat(new String(records.get(i).key(), StandardCharsets.UTF_8)).isEqualTo(batch.getInstanceId());
            assertThat(batch.getLabelsList())
                    .extracting(Label::getName)
                    .contains("host", "version", "zone")
                    .isSorted();
        }
    }

    @Test
    void theFirstBatchSaysWhatTheJvmIsAndEveryOneHowOftenItIsSampled() {
        Map<String, String> facts = new TreeMap<>();
        batches.get(0).getFactsList().forEach(fact -> facts.put(fact.getName(), fact.getValue()));

        assertThat(facts)
                .containsEntry("jvm.main", Workload.class.getName())
                .containsEntry("jvm.version", System.getProperty("java.runtime.version"))
                .containsKeys("jvm.gc", "jvm.started", "jvm.cores", "process.pid", "profiler.version")
                .containsKeys("collector.version");
        assertThat(facts.get("jvm.flags")).contains("-Xmx96m -javaagent:").endsWith("=***");
        assertThat(batches.subList(1, batches.size()))
                .allSatisfy(batch -> assertThat(batch.getFactsList()).isEmpty());
        assertThat(batches).allSatisfy(batch -> assertThat(batch.getRatesList())
                .extracting(rate -> rate.getEvent() + " " + rate.getInterval())
                .containsExactly("EVENT_TYPE_CPU 10000000", "EVENT_TYPE_ALLOC 524288", "EVENT_TYPE_LOCK 1000000"));
    }

    @Test
    void theLastBatchAndNoOtherSaysThatItIsTheLast() {
        assertThat(batches.subList(0, batches.size() - 1)).noneMatch(StackBatch::getLast);
        assertThat(batches.get(batches.size() - 1).getLast()).isTrue();
    }

    @Test
    void intervalsFollowEachOtherWithoutAGap() {
        for (int i = 1; i < batches.size(); i++) {
            // Both are rounded outwards to milliseconds.
            assertThat(batches.get(i).getStartUnixMillis() - batches.get(i - 1).getEndUnixMillis())
                    .isBetween(-2L, 0L);
        }
    }

    @Test
    void samplesFallIntoWindowsOfTheirInterval() {
        for (StackBatch batch : batches) {
            long first = batch.getStartUnixMillis() / WINDOW_MILLIS;
            long last = (batch.getEndUnixMillis() - 1) / WINDOW_MILLIS;
            assertThat(batch.getSamplesList()).allSatisfy(sample -> assertThat((long) sample.getWindowIndex())
                    .isBetween(0L, last - first));
        }
    }

    @Test
    void theBooksOfEveryBatchBalance() {
        for (StackBatch batch : batches) {
            Map<EventType, Long> counted = new EnumMap<>(EventType.class);
            batch.getSamplesList().forEach(s -> counted.merge(s.getEvent(), s.getCount(), Long::sum));
            Map<EventType, Long> taken = new EnumMap<>(EventType.class);
            for (EventLedger ledger : batch.getLedger().getEventsList()) {
                long dropped = 0;
                for (DroppedSamples drop : ledger.getDroppedList()) {
                    assertThat(drop.getReason()).isEqualTo(DropReason.DROP_REASON_NOT_RECORDED);
                    dropped += drop.getSamples();
                }
                assertThat(dropped).isLessThan(200);
                taken.put(ledger.getEvent(), ledger.getSamplesTaken() - dropped);
            }
            assertThat(taken).isEqualTo(counted);
        }
    }

    @Test
    void cpuTimeIsThatOfTheMethods() {
        double three = weight(EventType.EVENT_TYPE_CPU, "burnThreeQuarters");
        double one = weight(EventType.EVENT_TYPE_CPU, "burnOneQuarter");

        assertThat(three / (three + one)).isCloseTo(0.75, within(0.05));
    }

    @Test
    void allocationAndLockWaitsAreThoseOfTheMethods() {
        assertThat(share(EventType.EVENT_TYPE_ALLOC, "allocate")).isGreaterThan(0.8);
        assertThat(share(EventType.EVENT_TYPE_LOCK, "enterContendedLock")).isGreaterThan(0.8);
        // Two threads hold the lock in turn, so one of them waits nearly all the time.
        assertThat(weight(EventType.EVENT_TYPE_LOCK, "enterContendedLock") / 23e9)
                .isBetween(0.3, 1.3);
    }

    private static double share(EventType event, String method) {
        double all = batches.stream()
                .flatMap(batch -> batch.getSamplesList().stream())
                .filter(sample -> sample.getEvent() == event)
                .mapToLong(Sample::getValue)
                .sum();
        return weight(event, method) / all;
    }

    private static double weight(EventType event, String method) {
        double weight = 0;
        for (StackBatch batch : batches) {
            StackDictionary dictionary = dictionary(batch);
            for (Sample sample : batch.getSamplesList()) {
                if (sample.getEvent() == event && isOn(dictionary, sample, method)) {
                    weight += sample.getValue();
                }
            }
        }
        return weight;
    }

    private static StackDictionary dictionary(StackBatch batch) {
        try {
            return DictionaryCodec.open(batch);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOn(StackDictionary dictionary, Sample sample, String method) {
        return dictionary.stacks().get(sample.getStackIndex()).getFrameIndexesList().stream()
                .map(index -> dictionary.frames().get(index))
                .anyMatch(frame -> name(dictionary, frame).equals("dev.stackhouse.collector.Workload." + method));
    }

    private static String name(StackDictionary dictionary, Frame frame) {
        return dictionary.strings().get(frame.getClassIndex()) + "."
                + dictionary.strings().get(frame.getMethodIndex());
    }
}
