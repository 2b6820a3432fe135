package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records this JVM while {@link KnownWork} runs in it, all events in one session of async-profiler. */
class EventsTest {
    private static final Rates ALL = Rates.NONE
            .with(EventType.EVENT_TYPE_CPU, 1_000_000)
            .with(EventType.EVENT_TYPE_WALL, 10_000_000)
            .with(EventType.EVENT_TYPE_ALLOC, 64 << 10)
            .with(EventType.EVENT_TYPE_LIVE, 64 << 10)
            .with(EventType.EVENT_TYPE_LOCK, 1_000_000)
            .with(EventType.EVENT_TYPE_NATIVE_MEMORY, 64 << 10);

    @TempDir
    private Path directory;

    private final AsyncProfiler profiler = AsyncProfiler.getInstance();
    private final List<Recording> recordings = new ArrayList<>();

    @Test
    void everyEventKnowsItsWorkAndTheBooksAddUp() throws Exception {
        record(ALL);

        assertThat(value(EventType.EVENT_TYPE_CPU, "burn")).isGreaterThan(value(EventType.EVENT_TYPE_CPU, "waste"));
        assertThat(value(EventType.EVENT_TYPE_LOCK, "contend")).isPositive();
        assertThat(value(EventType.EVENT_TYPE_ALLOC, "waste")).isGreaterThan(value(EventType.EVENT_TYPE_ALLOC, "keep"));
        assertThat(value(EventType.EVENT_TYPE_LIVE, "keep")).isGreaterThan(10 * KnownWork.KEPT_BYTES);
        assertThat(value(EventType.EVENT_TYPE_LIVE, "waste")).isLessThan(value(EventType.EVENT_TYPE_LIVE, "keep") / 10);
        assertThat(value(EventType.EVENT_TYPE_NATIVE_MEMORY, "wasteNative"))
                .isLessThan(value(EventType.EVENT_TYPE_NATIVE_MEMORY, "keepNative") / 10);
        assertThat(threadsOf(EventType.EVENT_TYPE_WALL))
                .contains("sleeper-#", "burner-#", "contender-#", "VM Thread", "C1 CompilerThread#");

        assertThat(lost()).isEqualTo(skipped());
        for (Recording recording : recordings) {
            assertAddsUp(recording);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"EVENT_TYPE_UNSPECIFIED", "UNRECOGNIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void eachEventIsSwitchedByItself(EventType only) throws Exception {
        Rates one = Rates.NONE.with(only, ALL.interval(only));
        if (only == EventType.EVENT_TYPE_LIVE) {
            one = one.with(EventType.EVENT_TYPE_ALLOC, ALL.interval(EventType.EVENT_TYPE_ALLOC));
        }
        record(one);

        assertThat(events()).isEqualTo(one.intervals().keySet());
        assertThat(lost()).isEqualTo(skipped());
        if (only != EventType.EVENT_TYPE_WALL
                && only != EventType.EVENT_TYPE_LIVE
                && only != EventType.EVENT_TYPE_NATIVE_MEMORY) {
            assertThat(samples().mapToLong(RecordedSample::count).sum() + lost())
                    .isEqualTo(profiler.getSamples());
        }
    }

    @Test
    void liveObjectsAreToldWhileSamplingGoesOn() throws Exception {
        AtomicLong shiftMillis = new AtomicLong();
        Clock clock = new ShiftedClock(shiftMillis);
        Rates rates = Rates.NONE.with(EventType.EVENT_TYPE_ALLOC, 64 << 10).with(EventType.EVENT_TYPE_LIVE, 64 << 10);
        Recorder recorder = Recorder.start(RecorderTest.config(rates), directory, clock, 64 << 20);
        try (KnownWork work = KnownWork.start()) {
            work.runForMillis(1_200);
            System.gc();
            Thread.sleep(1_200);
            shiftMillis.set(60_000);
            recorder.cut();
            take(recorder);
            assertThat(events()).containsExactly(EventType.EVENT_TYPE_ALLOC);

            recorder.cut();
            take(recorder);
            assertThat(value(EventType.EVENT_TYPE_LIVE, "keep")).isPositive();

            recordings.clear();
            Thread.sleep(300);
            recorder.cut();
            take(recorder);
            assertThat(value(EventType.EVENT_TYPE_ALLOC, "waste")).isPositive();
        }
        recorder.stop();
    }

    @Test
    void theCountersOfAsyncProfilerAreUnderstood() throws Exception {
        Path file = directory.resolve("recording.jfr");
        String all = "start,jfr,event=cpu,interval=1ms,wall=5ms,alloc=64k,live,lock=1ms,nativemem=64k,file=";
        profiler.execute(all + file);
        try (KnownWork work = KnownWork.start()) {
            work.runForMillis(1_000);
        }
        profiler.execute("stop");

        ReadChunk chunk = new ChunkReader(ALL).read(ByteBuffer.wrap(Files.readAllBytes(file)));
        assertThat(chunk.perhapsCounted).isPositive();
        assertThat(profiler.getSamples() - skipped()).isBetween(chunk.counted, chunk.counted + chunk.perhapsCounted);
    }

    @Test
    void aSleepingThreadIsSampledNoLessThanOneThatRuns() throws Exception {
        record(Rates.NONE.with(EventType.EVENT_TYPE_WALL, 5_000_000));

        double asleep =
                valueOf(EventType.EVENT_TYPE_WALL, sample -> sample.thread().equals("sleeper-#"));
        double running =
                valueOf(EventType.EVENT_TYPE_WALL, sample -> sample.thread().equals("burner-#"));
        // A thread that waits for a processor, on a busy machine, gets its signals late, and then one for several.
        assertThat(asleep).isGreaterThan(0.8 * running);
        assertThat(asleep / 1e6).isLessThan(1.1 * millis());
    }

    @Test
    void nativeMemoryThatIsKeptIsThatOfItsAllocations() throws Exception {
        long keptBytes = record(Rates.NONE.with(EventType.EVENT_TYPE_NATIVE_MEMORY, 1 << 10));

        // All of them are sampled, as each is larger than the interval; but the recording begins after the first ones.
        assertThat(value(EventType.EVENT_TYPE_NATIVE_MEMORY, "keepNative") / (double) keptBytes)
                .isBetween(0.8, 1.01);
        assertThat(samples().map(RecordedSample::stack))
                .allSatisfy(stack ->
                        assertThat(stack.get(stack.size() - 1).methodName()).doesNotEndWith("_hook"));
    }

    @Test
    void waitsForALockThatAreShorterThanTheIntervalWeighAsMuch() throws Exception {
        record(Rates.NONE.with(EventType.EVENT_TYPE_LOCK, 1_000));
        double each = value(EventType.EVENT_TYPE_LOCK, "contend") / (double) millis();
        recordings.clear();
        record(Rates.NONE.with(EventType.EVENT_TYPE_LOCK, 50_000_000));
        double some = value(EventType.EVENT_TYPE_LOCK, "contend") / (double) millis();

        assertThat(some / each).isBetween(0.5, 2.0);
    }

    @Test
    void framesOfTheJvmAndOfItsLibrariesAreNative() throws Exception {
        record(Rates.NONE.with(EventType.EVENT_TYPE_WALL, 5_000_000));

        assertThat(samples().flatMap(sample -> sample.stack().stream()))
                .anySatisfy(frame -> {
                    assertThat(frame.className()).isEqualTo("libjvm.so");
                    assertThat(frame.type()).isEqualTo(FrameType.FRAME_TYPE_CPP);
                })
                .anySatisfy(frame -> {
                    assertThat(frame.className()).startsWith("libc.so");
                    assertThat(frame.type()).isEqualTo(FrameType.FRAME_TYPE_NATIVE);
                })
                .noneSatisfy(frame -> assertThat(frame.className()).matches(".*-\\d{6,}.*"));
    }

    @Test
    void collectionAndCompilationHaveThreadsOfTheirOwn() throws Exception {
        Rates rates = Rates.NONE.with(EventType.EVENT_TYPE_CPU, 1_000_000).with(EventType.EVENT_TYPE_WALL, 5_000_000);
        Recorder recorder = Recorder.start(RecorderTest.config(rates), directory, Clock.systemUTC(), 64 << 20);
        for (int i = 0; i < 20; i++) {
            System.gc();
        }
        recorder.stop();
        take(recorder);

        // A serial collector works on the JVM's own thread.
        assertThat(samples()
                        .filter(sample -> sample.event() == EventType.EVENT_TYPE_CPU)
                        .filter(sample -> Set.of("GC Thread#", "VM Thread").contains(sample.thread())))
                .anySatisfy(sample -> assertThat(sample.stack())
                        .extracting(RecordedFrame::className)
                        .contains("libjvm.so"));
        assertThat(threadsOf(EventType.EVENT_TYPE_WALL)).contains("C1 CompilerThread#", "VM Periodic Task Thread");
    }

    /** Several intervals and an end; returns how much native memory was kept by then. */
    private long record(Rates rates) throws Exception {
        long keptBytes;
        Recorder recorder = Recorder.start(RecorderTest.config(rates), directory, Clock.systemUTC(), 64 << 20);
        try (KnownWork work = KnownWork.start()) {
            for (int i = 0; i < 3; i++) {
                Thread.sleep(500);
                recorder.cut();
                take(recorder);
            }
            // A collection is seen within a second, and proves what is a second older.
            System.gc();
            Thread.sleep(1_200);
            recorder.cut();
            keptBytes = work.keptNativeBytes();
            recorder.stop();
        }
        take(recorder);
        return keptBytes;
    }

    private void take(Recorder recorder) {
        for (Recording next = recorder.take(); next != null; next = recorder.take()) {
            recordings.add(next);
        }
    }

    private static void assertAddsUp(Recording recording) throws Exception {
        Map<EventType, Long> counted = new EnumMap<>(EventType.class);
        recording.samples().forEach(sample -> counted.merge(sample.event(), sample.count(), Long::sum));
        Map<EventType, Long> kept = new EnumMap<>(EventType.class);
        BatchBuilder builder =
                new BatchBuilder(new InstanceIdentity("test", "instance", new TreeMap<>()), EventType.EVENT_TYPE_CPU);
        for (UnsentBatch unsent : builder.build(recording)) {
            StackBatch batch = StackBatch.parseFrom(unsent.numbered(1));
            for (EventLedger ledger : batch.getLedger().getEventsList()) {
                long dropped = ledger.getDroppedList().stream()
                        .mapToLong(DroppedSamples::getSamples)
                        .sum();
                kept.merge(ledger.getEvent(), ledger.getSamplesTaken() - dropped, Long::sum);
            }
        }
        kept.values().removeIf(samples -> samples == 0);
        assertThat(kept).isEqualTo(counted);
    }

    private long millis() {
        return recordings.stream()
                .mapToLong(recording -> recording.endMillis() - recording.startMillis())
                .sum();
    }

    private long lost() {
        return recordings.stream()
                .mapToLong(recording -> recording.notRecorded() + recording.unreadable())
                .sum();
    }

    private long skipped() throws Exception {
        String name = "samples_skipped_total ";
        return profiler.execute("metrics")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length())))
                .sum();
    }

    private Stream<RecordedSample> samples() {
        return recordings.stream().flatMap(recording -> recording.samples().stream());
    }

    private Set<EventType> events() {
        Set<EventType> events = EnumSet.noneOf(EventType.class);
        samples().forEach(sample -> events.add(sample.event()));
        return events;
    }

    private Set<String> threadsOf(EventType event) {
        return samples()
                .filter(sample -> sample.event() == event)
                .map(RecordedSample::thread)
                .collect(Collectors.toSet());
    }

    private long value(EventType event, String method) {
        return valueOf(event, sample -> sample.stack().stream()
                .anyMatch(frame -> frame.className().equals(KnownWork.class.getName())
                        && frame.methodName().equals(method)));
    }

    private long valueOf(EventType event, Predicate<RecordedSample> which) {
        return samples()
                .filter(sample -> sample.event() == event)
                .filter(which)
                .mapToLong(RecordedSample::value)
                .sum();
    }
}
