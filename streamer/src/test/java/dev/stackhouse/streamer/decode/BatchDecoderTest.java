package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.partial.Arrival;
import dev.stackhouse.streamer.partial.Dictionary;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.WindowPart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchDecoderTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final Arrival CAME = new Arrival(1, false, NOW);
    private static final long DAY = 86_400_000L;

    private final BatchDecoder decoder = new BatchDecoder(Duration.ofDays(30), 1_000);

    /** One frame, one stack, three cpu samples in the first window and two in the second; one more taken and dropped. */
    private static StackBatch.Builder valid() {
        return Batches.empty("shop", "shop-1", 7, NOW - 5_000)
                .addStrings("com.example.Cart")
                .addStrings("total")
                .addFrames(Frame.newBuilder()
                        .setClassIndex(1)
                        .setMethodIndex(2)
                        .setLine(42)
                        .setTypeValue(2))
                .addStacks(Stack.newBuilder().addFrameIndexes(0).addFrameIndexes(0))
                .addSamples(sample(0).setCount(2).setValue(20))
                .addSamples(sample(0).setCount(1).setValue(10))
                .addSamples(sample(1).setCount(2).setValue(5))
                .setLedger(Ledger.newBuilder()
                        .addEvents(EventLedger.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_CPU)
                                .setSamplesTaken(6)
                                .addDropped(DroppedSamples.newBuilder()
                                        .setReason(DropReason.DROP_REASON_QUEUE_FULL)
                                        .setSamples(1))));
    }

    private static Sample.Builder sample(int window) {
        return Sample.newBuilder()
                .setEvent(EventType.EVENT_TYPE_CPU)
                .setCount(1)
                .setWindowIndex(window);
    }

    @Test
    void mergesSamplesOfOneStackAndWindow() throws RejectedException {
        Partial partial = decoder.decode(valid().build().toByteArray(), NOW);

        assertThat(partial.instance().service()).isEqualTo("shop");
        assertThat(partial.instance().id()).isEqualTo("shop-1");
        assertThat(partial.instance().labels()).isEqualTo(Map.of("version", "1.0"));
        assertThat(partial.sequence()).isEqualTo(7);
        assertThat(partial.endMillis()).isEqualTo(NOW + 5_000);
        assertThat(partial.windows()).extracting(WindowPart::startMillis).containsExactly(NOW - 10_000, NOW);
        assertThat(sums(partial.windows().get(0))).containsExactly(1L, 30L, 3L);
        assertThat(sums(partial.windows().get(1))).containsExactly(1L, 5L, 2L);
    }

    @Test
    void theThreadIsTheRootOfTheStack() throws RejectedException {
        StackBatch.Builder batch = Batches.empty("shop", "shop-1", 1, NOW)
                .addAllStrings(List.of("com.example.Cart", "total", "exec-#", "timer"))
                .addFrames(Frame.newBuilder().setClassIndex(1).setMethodIndex(2).setTypeValue(2))
                .addStacks(Stack.newBuilder().addFrameIndexes(0));
        for (int thread : new int[] {3, 4, 0, 3, 3}) {
            batch.addSamples(sample(0).setValue(10).setThreadNameIndex(thread));
        }

        Partial partial = decoder.decode(batch.build().toByteArray(), NOW);

        assertThat(sums(partial.windows().get(0))).containsExactly(3L, 50L, 5L);
        assertThat(partial.dictionary().stacks())
                .extracting(stack -> stack.frameIds().length)
                .containsExactly(2, 2, 1);
        assertThat(partial.dictionary().frames())
                .filteredOn(frame -> frame.type() == FrameType.FRAME_TYPE_THREAD_VALUE)
                .extracting(Dictionary.FrameRow::methodName)
                .containsExactly("exec-#", "timer");
        assertThat(partial.dictionary().frames()).hasSize(3);
    }

    @Test
    void labelsComeBeforeTheThread() throws RejectedException {
        StackBatch.Builder batch = Batches.empty("shop", "shop-1", 1, NOW)
                .addAllStrings(List.of("com.example.Cart", "total", "endpoint=/pay"))
                .addFrames(Frame.newBuilder().setMethodIndex(3).setType(FrameType.FRAME_TYPE_LABEL))
                .addFrames(Frame.newBuilder().setClassIndex(1).setMethodIndex(2).setTypeValue(2))
                .addStacks(Stack.newBuilder().addFrameIndexes(0).addFrameIndexes(1))
                .addSamples(sample(0).setValue(10));

        Partial partial = decoder.decode(Batches.sealed(batch.build()).toByteArray(), NOW);

        assertThat(partial.dictionary().frames())
                .extracting(Dictionary.FrameRow::methodName, Dictionary.FrameRow::type)
                .containsExactly(tuple("endpoint=/pay", FrameType.FRAME_TYPE_LABEL_VALUE), tuple("total", 2));
    }

    @Test
    void dividesTheBooksAmongTheWindows() throws RejectedException {
        Partial partial = decoder.decode(valid().build().toByteArray(), NOW);

        assertThat(partial.windows().get(0).ledger())
                .containsExactly(new LedgerEntry(1, 7, 4, new TreeMap<>(Map.of(1, 1L)), CAME));
        assertThat(partial.windows().get(1).ledger()).containsExactly(new LedgerEntry(1, 7, 2, new TreeMap<>(), CAME));
    }

    @Test
    void showsWhatTheBatchDeclaresBeyondWhatItContains() throws RejectedException {
        StackBatch.Builder more = valid();
        more.getLedgerBuilder().getEventsBuilder(0).setSamplesTaken(10);
        assertThat(taken(decoder.decode(more.build().toByteArray(), NOW))).containsExactly(8L, 2L);

        StackBatch.Builder fewer = valid();
        fewer.getLedgerBuilder().getEventsBuilder(0).setSamplesTaken(1);
        assertThat(taken(decoder.decode(fewer.build().toByteArray(), NOW))).containsExactly(0L, 1L);
    }

    @Test
    void showsThatABatchWithoutSamplesCame() throws RejectedException {
        Partial partial =
                decoder.decode(Batches.empty("shop", "shop-1", 1, NOW).build().toByteArray(), NOW);

        assertThat(partial.windows()).hasSize(1);
        assertThat(partial.windows().get(0).ledger()).containsExactly(new LedgerEntry(1, 1, 0, new TreeMap<>(), CAME));
    }

    @Test
    void theBooksTellHowTheBatchCame() throws RejectedException {
        byte[] last = Batches.sealed(valid().setLast(true).build()).toByteArray();
        assertThat(decoder.decode(last, NOW).windows())
                .flatMap(WindowPart::ledger)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.arrival()).isEqualTo(new Arrival(2, true, NOW)));
        assertThat(decoder.decode(valid().build().toByteArray(), NOW).windows())
                .flatMap(WindowPart::ledger)
                .allSatisfy(entry -> assertThat(entry.arrival()).isEqualTo(CAME));

        byte[] newer = valid().setFormatVersion(-1).setLast(true).build().toByteArray();
        assertThatThrownBy(() -> decoder.decode(newer, NOW)).isInstanceOf(RejectedException.class);
        assertThat(decoder.booksOfRejected(NOW).windows())
                .flatMap(WindowPart::ledger)
                .extracting(LedgerEntry::arrival)
                .containsOnly(new Arrival(255, true, NOW));
    }

    @Test
    void givesDictionaryRowsOnceADay() throws RejectedException {
        byte[] batch = valid().build().toByteArray();

        Partial first = decoder.decode(batch, NOW);
        assertThat(first.dictionary().stacks()).hasSize(1);
        assertThat(first.dictionary().stacks().get(0).frameIds()).hasSize(2);
        assertThat(first.dictionary().frames()).singleElement().satisfies(frame -> {
            assertThat(frame.className()).isEqualTo("com.example.Cart");
            assertThat(frame.methodName()).isEqualTo("total");
            assertThat(frame.line()).isEqualTo(42);
            assertThat(frame.type()).isEqualTo(2);
        });
        assertThat(decoder.decode(batch, NOW).dictionary().isEmpty()).isTrue();
        Partial nextDay = decoder.decode(batch, NOW + DAY);
        assertThat(nextDay.dictionary().stacks()).hasSize(1);
        assertThat(nextDay.dictionary().frames()).hasSize(1);
    }

    @Test
    void givesAStackToEveryServiceThatRunsIt() throws RejectedException {
        decoder.decode(valid().build().toByteArray(), NOW);
        Partial other = decoder.decode(valid().setService("bank").build().toByteArray(), NOW);

        assertThat(other.dictionary().stacks()).hasSize(1);
        assertThat(other.dictionary().frames()).isEmpty();
    }

    private static EventRate.Builder rate(int event, long interval) {
        return EventRate.newBuilder().setEventValue(event).setInterval(interval);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(RejectReason.UNKNOWN_FORMAT, batch -> batch.setFormatVersion(3)),
                fault(RejectReason.BAD_SERVICE, batch -> batch.setService("")),
                fault(RejectReason.BAD_SERVICE, batch -> batch.setService("s".repeat(201))),
                fault(RejectReason.BAD_SERVICE, batch -> batch.setService("a\nb")),
                fault(RejectReason.BAD_INSTANCE, batch -> batch.setInstanceId("")),
                fault(RejectReason.BAD_INSTANCE, batch -> batch.setInstanceId("i".repeat(101))),
                fault(RejectReason.BAD_SEQUENCE, batch -> batch.setSequence(0)),
                fault(RejectReason.BAD_SEQUENCE, batch -> batch.setSequence(-1)),
                fault(RejectReason.BAD_LABEL, batch -> batch.addLabels(label("version", "2"))),
                fault(RejectReason.BAD_LABEL, batch -> batch.addLabels(label("a-b", ""))),
                fault(RejectReason.BAD_LABEL, batch -> batch.addLabels(label("zone", "z".repeat(1001)))),
                fault(RejectReason.BAD_LABEL, batch -> {
                    for (int i = 0; i < 32; i++) {
                        batch.addLabels(label("l" + i, ""));
                    }
                }),
                fault(RejectReason.BAD_FACT, batch -> batch.addFacts(label("a-b", ""))),
                fault(RejectReason.BAD_FACT, batch -> batch.addFacts(label("gc", "g".repeat(4001)))),
                fault(RejectReason.BAD_FACT, batch -> batch.addFacts(label("gc", "G1"))
                        .addFacts(label("gc", "Z"))),
                fault(RejectReason.BAD_FACT, batch -> {
                    for (int i = 0; i <= 64; i++) {
                        batch.addFacts(label("f" + i, ""));
                    }
                }),
                fault(RejectReason.UNKNOWN_EVENT, batch -> batch.addRates(rate(0, 1))),
                fault(RejectReason.UNKNOWN_EVENT, batch -> batch.addRates(rate(99, 1))),
                fault(RejectReason.BAD_RATE, batch -> batch.addRates(rate(1, 1)).addRates(rate(1, 1))),
                fault(RejectReason.BAD_RATE, batch -> batch.addRates(rate(1, -1))),
                fault(RejectReason.BAD_RATE, batch -> batch.addRates(rate(1, 1).setSlowed(-1))),
                fault(RejectReason.BAD_RATE, batch -> batch.setPolicy("p".repeat(201))),
                fault(RejectReason.BAD_RATE, batch -> batch.setPolicy("a\nb")),
                fault(RejectReason.BAD_INTERVAL, batch -> batch.setEndUnixMillis(batch.getStartUnixMillis() - 1)),
                fault(RejectReason.BAD_INTERVAL, batch -> batch.setStartUnixMillis(NOW - 3_600_000)),
                fault(RejectReason.BAD_INTERVAL, batch -> batch.setStartUnixMillis(Long.MIN_VALUE)),
                fault(RejectReason.BAD_INTERVAL, batch -> batch.setEndUnixMillis(Long.MAX_VALUE)),
                fault(RejectReason.IN_FUTURE, batch -> at(batch, NOW + 2 * 3_600_000)),
                fault(RejectReason.TOO_OLD, batch -> at(batch, NOW - 30 * DAY)),
                fault(RejectReason.BAD_FRAME, batch -> batch.setStrings(0, "x")),
                fault(
                        RejectReason.BAD_FRAME,
                        batch -> batch.addFrames(Frame.newBuilder().setClassIndex(3))),
                fault(
                        RejectReason.BAD_FRAME,
                        batch -> batch.addFrames(Frame.newBuilder().setMethodIndex(-1))),
                fault(
                        RejectReason.BAD_FRAME,
                        batch -> batch.addFrames(Frame.newBuilder().setTypeValue(999))),
                fault(RejectReason.BAD_STACK, batch -> batch.addStacks(Stack.newBuilder())),
                fault(
                        RejectReason.BAD_STACK,
                        batch -> batch.addStacks(Stack.newBuilder().addFrameIndexes(1))),
                fault(RejectReason.BAD_STACK, batch -> {
                    Stack.Builder deep = Stack.newBuilder();
                    for (int i = 0; i < 2057; i++) {
                        deep.addFrameIndexes(0);
                    }
                    batch.addStacks(deep);
                }),
                fault(
                        RejectReason.BAD_SAMPLE,
                        batch -> batch.addSamples(sample(0).setStackIndex(1))),
                fault(
                        RejectReason.BAD_SAMPLE,
                        batch -> batch.addSamples(sample(0).setThreadNameIndex(9))),
                fault(
                        RejectReason.BAD_SAMPLE,
                        batch -> batch.addSamples(sample(0).setCount(0))),
                fault(
                        RejectReason.BAD_SAMPLE,
                        batch -> batch.addSamples(sample(0).setCount(-1))),
                fault(
                        RejectReason.BAD_SAMPLE,
                        batch -> batch.addSamples(sample(0).setValue(-1))),
                fault(RejectReason.BAD_WINDOW, batch -> batch.addSamples(sample(2))),
                fault(
                        RejectReason.UNKNOWN_EVENT,
                        batch -> batch.addSamples(sample(0).setEventValue(99))),
                fault(
                        RejectReason.UNKNOWN_EVENT,
                        batch -> batch.addSamples(sample(0).setEventValue(0))),
                fault(RejectReason.BAD_LEDGER, batch -> batch.getLedgerBuilder()
                        .addEvents(EventLedger.newBuilder().setEvent(EventType.EVENT_TYPE_CPU))),
                fault(RejectReason.BAD_LEDGER, batch -> batch.getLedgerBuilder()
                        .addEvents(EventLedger.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_WALL)
                                .setSamplesTaken(-1))));
    }

    private static Arguments fault(RejectReason reason, Consumer<StackBatch.Builder> change) {
        return Arguments.of(reason, change);
    }

    private static Label label(String name, String value) {
        return Label.newBuilder().setName(name).setValue(value).build();
    }

    private static void at(StackBatch.Builder batch, long startMillis) {
        batch.setStartUnixMillis(startMillis).setEndUnixMillis(startMillis + 10_000);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void rejectsWhatBreaksARule(RejectReason reason, Consumer<StackBatch.Builder> change) {
        StackBatch.Builder batch = valid();
        change.accept(batch);

        RejectedException rejection = catchThrowableOfType(
                RejectedException.class, () -> decoder.decode(batch.build().toByteArray(), NOW));

        assertThat(rejection.reason()).isEqualTo(reason);
        assertThat(rejection.getMessage()).endsWith(".");
        List<RejectReason> nameless =
                List.of(RejectReason.BAD_SERVICE, RejectReason.BAD_INSTANCE, RejectReason.BAD_SEQUENCE);
        Partial books = decoder.booksOfRejected(NOW);
        if (nameless.contains(reason)) {
            assertThat(books).isNull();
        } else {
            LedgerEntry cpu = books.windows().get(0).ledger().get(0);
            assertThat(cpu.taken())
                    .isGreaterThanOrEqualTo(6)
                    .isEqualTo(cpu.droppedByReason().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
            assertThat(cpu.droppedByReason()).containsKeys(1, DropReason.DROP_REASON_REJECTED_VALUE);
            assertThat(books.windows().get(0).startMillis()).isBetween(NOW - DAY, NOW + 2 * 3_600_000);
            assertThat(books.windows().get(0).samples().size()).isZero();
        }
    }

    @Test
    void opensTheDictionaryForANewStackOnly() throws RejectedException {
        StackBatch.Builder plain = valid();
        decoder.decode(Batches.sealed(plain.build()).toByteArray(), NOW);
        plain.addStacks(Stack.newBuilder().addFrameIndexes(0))
                .addSamples(sample(0).setStackIndex(1));
        byte[] sealed = Batches.sealed(plain.build()).toByteArray();

        Partial more = decoder.decode(sealed, NOW);
        assertThat(decoder.opened()).isEqualTo(2);
        assertThat(more.dictionary().stacks()).singleElement().satisfies(stack -> assertThat(stack.frameIds())
                .hasSize(1));
        assertThat(more.dictionary().frames()).isEmpty();
        assertThat(sums(more.windows().get(0)).get(0)).isEqualTo(2);

        assertThat(decoder.decode(sealed, NOW).dictionary().isEmpty()).isTrue();
        assertThat(decoder.opened()).isEqualTo(2);
        assertThat(decoder.decode(sealed, NOW + DAY).dictionary().stacks()).hasSize(2);
        assertThat(decoder.opened()).isEqualTo(3);
    }

    @Test
    void rejectsIdentitiesThatAreNotThoseOfTheStacks() throws RejectedException {
        StackBatch sealed = Batches.sealed(valid().build());
        byte[] wrong = sealed.getStackIds().toByteArray();
        wrong[3]++;

        assertRejected(RejectReason.BAD_STACK, sealed.toBuilder().setStackIds(ByteString.copyFrom(wrong)));
        assertRejected(RejectReason.BAD_STACK, sealed.toBuilder().setStackIds(ByteString.copyFrom(wrong, 0, 15)));
        assertRejected(RejectReason.BAD_SAMPLE, sealed.toBuilder().clearStackIds());
        assertRejected(
                RejectReason.BAD_STACK,
                sealed.toBuilder()
                        .setStackIds(sealed.getStackIds().concat(sealed.getStackIds()))
                        .addSamples(sample(0).setStackIndex(1)));
        assertRejected(
                RejectReason.BAD_SAMPLE, sealed.toBuilder().addSamples(sample(0).setThreadNameIndex(1)));
        assertRejected(
                RejectReason.UNDECODABLE, sealed.toBuilder().setDictionary(ByteString.copyFromUtf8("no dictionary")));
        assertRejected(RejectReason.BAD_STACK, sealed.toBuilder().clearDictionary());

        // Nothing of what was rejected is taken for known.
        assertThat(decoder.decode(sealed.toByteArray(), NOW).dictionary().stacks())
                .hasSize(1);
    }

    private void assertRejected(RejectReason reason, StackBatch.Builder batch) {
        RejectedException rejection = catchThrowableOfType(
                RejectedException.class, () -> decoder.decode(batch.build().toByteArray(), NOW));
        assertThat(rejection).as(batch.toString()).isNotNull();
        assertThat(rejection.reason()).isEqualTo(reason);
        assertThat(decoder.booksOfRejected(NOW)).isNotNull();
    }

    @Test
    void rejectsWhatIsNoBatch() {
        for (byte[] bytes : new byte[][] {{1, 2, 3}, "hello".getBytes(StandardCharsets.UTF_8)}) {
            RejectedException rejection =
                    catchThrowableOfType(RejectedException.class, () -> decoder.decode(bytes, NOW));
            assertThat(rejection.reason()).isEqualTo(RejectReason.UNDECODABLE);
            assertThat(decoder.booksOfRejected(NOW)).isNull();
        }
        StackBatch spoilt = valid().setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                StackBatch.STRINGS_FIELD_NUMBER,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(new byte[] {(byte) 0xC3, 0x28}))
                                        .build())
                        .build())
                .build();
        RejectedException rejection =
                catchThrowableOfType(RejectedException.class, () -> decoder.decode(spoilt.toByteArray(), NOW));
        assertThat(rejection.reason()).isEqualTo(RejectReason.UNDECODABLE);
    }

    /** Number of entries, sum of values, sum of counts. */
    private static List<Long> sums(WindowPart window) {
        long[] sums = new long[3];
        window.samples().forEach((event, high, low, value, count) -> {
            sums[0]++;
            sums[1] += value;
            sums[2] += count;
        });
        return List.of(sums[0], sums[1], sums[2]);
    }

    private static List<Long> taken(Partial partial) {
        return partial.windows().stream()
                .map(window -> window.ledger().get(0).taken())
                .toList();
    }
}
