package dev.stackhouse.collector.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.collector.context.SampleContext;
import dev.stackhouse.collector.context.SampleContexts;
import dev.stackhouse.collector.sampling.RecordedFrame;
import dev.stackhouse.collector.sampling.RecordedSample;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {
    private static final long START_MILLIS = 1_795_403_520_000L;
    private static final InstanceIdentity IDENTITY =
            new InstanceIdentity("checkout", "i-1", new TreeMap<>(Map.of("version", "41")));

    @Test
    void aRecordingBecomesABatchWithDictionaries() throws Exception {
        List<RecordedFrame> stack = List.of(frame("a.Main", "main"), frame("a.Cart", "total"));
        List<UnsentBatch> batches = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU)
                .build(recording(List.of(
                        new RecordedSample(stack, "main", EventType.EVENT_TYPE_CPU, START_MILLIS, 30, 3),
                        new RecordedSample(stack, "main", EventType.EVENT_TYPE_ALLOC, START_MILLIS + 10_000, 512, 1))));

        assertThat(batches).hasSize(1);
        StackBatch batch = StackBatch.parseFrom(batches.get(0).numbered(7));
        assertThat(batch.getSequence()).isEqualTo(7);
        assertThat(batch.getService()).isEqualTo("checkout");
        assertThat(batch.getLabels(0).getValue()).isEqualTo("41");
        StackDictionary dictionary = DictionaryCodec.open(batch);
        assertThat(dictionary.strings()).containsExactly("", "main", "a.Main", "a.Cart", "total");
        assertThat(dictionary.stacks()).hasSize(1);
        assertThat(folded(batch))
                .containsExactly(
                        ".main;a.Main.main;a.Cart.total cpu@0 30/3", ".main;a.Main.main;a.Cart.total alloc@1 512/1");
        assertThat(batch.getLedger().getEventsList())
                .extracting(EventLedger::getSamplesTaken)
                .containsExactly(3L, 1L);
    }

    @Test
    void aStackOfTwoThreadsIsTwoStacks() throws Exception {
        List<RecordedFrame> stack = List.of(frame("a.Main", "main"));
        List<UnsentBatch> batches = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU)
                .build(recording(List.of(
                        new RecordedSample(stack, "exec-#", EventType.EVENT_TYPE_CPU, START_MILLIS, 10, 1),
                        new RecordedSample(stack, "", EventType.EVENT_TYPE_CPU, START_MILLIS, 20, 2))));

        StackBatch batch = StackBatch.parseFrom(batches.get(0).body());
        assertThat(folded(batch)).containsExactly(".exec-#;a.Main.main cpu@0 10/1", "a.Main.main cpu@0 20/2");
        assertThat(batch.getStackIds().size()).isEqualTo(2 * DictionaryCodec.ID_BYTES);
    }

    @Test
    void labelsAreRootsBeforeTheThreadAndSpansAreNamed() throws Exception {
        Contexts contexts = new Contexts(() -> 5, () -> null, 0);
        contexts.openSpan("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        contexts.openLabel("step", "charge");
        contexts.openLabel("endpoint", "/pay");
        SampleContext context =
                new SampleContexts(contexts).at(1, Thread.currentThread().getId(), 5);
        List<RecordedFrame> stack = List.of(frame("a.Main", "main"));
        List<UnsentBatch> batches = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU)
                .build(recording(List.of(
                        new RecordedSample(stack, "exec-#", context, EventType.EVENT_TYPE_CPU, START_MILLIS, 10, 1),
                        new RecordedSample(
                                stack,
                                "",
                                new SampleContext(context.labels(), null),
                                EventType.EVENT_TYPE_CPU,
                                START_MILLIS,
                                20,
                                2))));

        StackBatch batch = StackBatch.parseFrom(batches.get(0).body());
        assertThat(folded(batch))
                .containsExactly(
                        ".endpoint=/pay;.step=charge;.exec-#;a.Main.main cpu@0 10/1",
                        ".endpoint=/pay;.step=charge;a.Main.main cpu@0 20/2");
        assertThat(DictionaryCodec.open(batch).frames())
                .extracting(Frame::getType)
                .startsWith(FrameType.FRAME_TYPE_LABEL, FrameType.FRAME_TYPE_LABEL, FrameType.FRAME_TYPE_THREAD);
        assertThat(batch.getSamples(0).getTraceId().toByteArray())
                .isEqualTo(HexFormat.of().parseHex("0af7651916cd43dd8448eb211c80319c"));
        assertThat(batch.getSamples(0).getSpanId()).isEqualTo(0xb7ad6b7169203331L);
        assertThat(batch.getSamples(1).getTraceId()).isEmpty();
    }

    @Test
    void aQuietIntervalIsABatchToo() throws Exception {
        List<UnsentBatch> batches = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU).build(recording(List.of()));

        assertThat(batches).hasSize(1);
        assertThat(StackBatch.parseFrom(batches.get(0).body()).getSamplesCount())
                .isZero();
    }

    @Test
    void aLargeRecordingIsSplitWithoutLoss() throws Exception {
        List<RecordedSample> samples = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            samples.add(sample(List.of(frame("a.Main", "main"), frame("a.Leaf" + i, "run" + i)), 2));
        }
        List<UnsentBatch> batches =
                new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU, 4_000).build(recording(samples));

        assertThat(batches).hasSizeGreaterThan(3);
        long stored = 0;
        long taken = 0;
        List<String> folded = new ArrayList<>();
        for (UnsentBatch unsent : batches) {
            assertThat(unsent.body().length).isLessThanOrEqualTo(4_000);
            StackBatch batch = StackBatch.parseFrom(unsent.numbered(1));
            stored +=
                    batch.getSamplesList().stream().mapToLong(Sample::getCount).sum();
            taken += batch.getLedger().getEvents(0).getSamplesTaken();
            folded.addAll(folded(batch));
        }
        assertThat(stored).isEqualTo(taken).isEqualTo(1_000);
        assertThat(folded).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void whatFitsInNoBatchIsDeclared() throws Exception {
        List<RecordedFrame> tooDeep = new ArrayList<>();
        for (int i = 0; i < 2_049; i++) {
            tooDeep.add(frame("a.B", "m" + i));
        }
        List<UnsentBatch> batches = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU, 4_000)
                .build(recording(List.of(
                        sample(tooDeep, 4),
                        sample(List.of(frame(noise(10_000), "m")), 5),
                        sample(List.of(frame("a.B", "m")), 6))));

        assertThat(batches).hasSize(1);
        EventLedger ledger = batches.get(0).books().toLedger().getEvents(0);
        assertThat(ledger.getSamplesTaken()).isEqualTo(15);
        assertThat(ledger.getDroppedList())
                .singleElement()
                .satisfies(dropped -> assertThat(dropped.getReason()).isEqualTo(DropReason.DROP_REASON_TOO_LARGE))
                .satisfies(dropped -> assertThat(dropped.getSamples()).isEqualTo(9));
    }

    @Test
    void whatTheProfilerLostIsDeclared() {
        Recording recording = new Recording(START_MILLIS, START_MILLIS + 1, List.of(), 8, 3);
        List<UnsentBatch> batches = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_ALLOC).build(recording);

        EventLedger alloc = batches.get(0).books().toLedger().getEvents(0);
        assertThat(alloc.getEvent()).isEqualTo(EventType.EVENT_TYPE_ALLOC);
        assertThat(alloc.getSamplesTaken()).isEqualTo(11);
        assertThat(alloc.getDroppedList())
                .extracting(DroppedSamples::getReason)
                .containsExactlyInAnyOrder(
                        DropReason.DROP_REASON_RECORDING_UNREADABLE, DropReason.DROP_REASON_NOT_RECORDED);
    }

    @Test
    void whatIsGivenUpIsDeclaredInTheNextBatchAndOnce() {
        BatchBuilder builder = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU);
        List<RecordedFrame> stack = List.of(frame("a.Main", "main"));
        Recording recording =
                new Recording(START_MILLIS, START_MILLIS + 1, List.of(sample(stack, 5), sample(stack, 6)), 2, 1);
        builder.giveUp(recording);
        UnsentBatch unsent = builder.build(recording(List.of(sample(stack, 4)))).get(0);

        assertThat(unsent.books().kept()).isEqualTo(4);
        assertThat(unsent.books().dropped()).isEqualTo(5 + 6 + 2 + 1);

        builder.giveUp(unsent);
        assertThat(builder.build(recording(List.of())).get(0).books().dropped()).isEqualTo(14 + 4);
        assertThat(builder.build(recording(List.of())).get(0).books().dropped()).isZero();
    }

    @Test
    void threeThousandDeepStacksAreOneBatch() {
        List<UnsentBatch> batches = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU).build(deepStacks(3_000));

        assertThat(batches).singleElement().satisfies(batch -> assertThat(batch.body().length)
                .isLessThan(400_000));
    }

    @Test
    void howFullABatchIsShowsAfterCompression() {
        List<UnsentBatch> batches = new BatchBuilder(IDENTITY, EventType.EVENT_TYPE_CPU).build(deepStacks(15_000));

        assertThat(batches).hasSizeBetween(2, 8).allSatisfy(batch -> assertThat(batch.numbered(Long.MAX_VALUE).length)
                .isLessThanOrEqualTo(1_000_000));
        assertThat(batches.stream().mapToLong(batch -> batch.books().kept()).sum())
                .isEqualTo(15_000);
    }

    /** Distinct ones of 100 frames, each of which shares its first 30 to 90 with an earlier one. */
    private static Recording deepStacks(int count) {
        Random random = new Random(1);
        List<List<RecordedFrame>> stacks = new ArrayList<>();
        while (stacks.size() < count) {
            List<RecordedFrame> stack = new ArrayList<>();
            if (!stacks.isEmpty()) {
                stack.addAll(stacks.get(random.nextInt(stacks.size())).subList(0, 30 + random.nextInt(60)));
            }
            while (stack.size() < 100) {
                int number = random.nextInt(6_000);
                stack.add(frame("com.acme.shop.checkout.Component" + number / 10, "processRequest" + number));
            }
            stacks.add(stack);
        }
        return recording(stacks.stream().map(stack -> sample(stack, 1)).toList());
    }

    /** It does not compress below half its length. */
    private static String noise(int length) {
        StringBuilder noise = new StringBuilder();
        new Random(length).ints(length, 'a', 'z').forEach(letter -> noise.append((char) letter));
        return noise.toString();
    }

    private static Recording recording(List<RecordedSample> samples) {
        return new Recording(START_MILLIS, START_MILLIS + 10_001, samples, 0, 0);
    }

    private static RecordedSample sample(List<RecordedFrame> stack, long count) {
        return new RecordedSample(stack, "main", EventType.EVENT_TYPE_CPU, START_MILLIS, count, count);
    }

    private static RecordedFrame frame(String className, String methodName) {
        return new RecordedFrame(className, methodName, 1, FrameType.FRAME_TYPE_JIT_COMPILED);
    }

    private static List<String> folded(StackBatch batch) throws InvalidProtocolBufferException {
        StackDictionary dictionary = DictionaryCodec.open(batch);
        return batch.getSamplesList().stream()
                .map(sample -> dictionary.stacks().get(sample.getStackIndex()).getFrameIndexesList().stream()
                                .map(index -> dictionary.frames().get(index))
                                .map(frame -> name(dictionary, frame))
                                .reduce((root, leaf) -> root + ";" + leaf)
                                .orElseThrow()
                        + " " + (sample.getEvent() == EventType.EVENT_TYPE_CPU ? "cpu" : "alloc") + "@"
                        + sample.getWindowIndex() + " " + sample.getValue() + "/" + sample.getCount())
                .toList();
    }

    private static String name(StackDictionary dictionary, Frame frame) {
        return dictionary.strings().get(frame.getClassIndex()) + "."
                + dictionary.strings().get(frame.getMethodIndex());
    }
}
