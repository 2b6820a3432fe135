package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.process.fault.BoundedDisk;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records this JVM. */
class RecorderTest {
    private static final Rates RATES = Rates.NONE
            .with(EventType.EVENT_TYPE_CPU, 1_000_000)
            .with(EventType.EVENT_TYPE_ALLOC, 16 << 10)
            .with(EventType.EVENT_TYPE_LOCK, 1_000_000);

    @TempDir
    private Path directory;

    private final AsyncProfiler profiler = AsyncProfiler.getInstance();
    private final List<Recording> recordings = new ArrayList<>();

    @Test
    void whatWasTakenIsReadOrDeclared() throws Exception {
        Recorder recorder = start(directory, 64 << 20);
        for (int i = 0; i < 20; i++) {
            burnMillis(50);
            recorder.cut();
            take(recorder);
        }
        recorder.stop();
        take(recorder);

        assertThat(read() + notRecorded()).isEqualTo(profiler.getSamples());
        assertThat(unreadable()).isZero();
        assertThat(read()).isGreaterThan(100).isGreaterThan(100 * notRecorded());
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void aFullFileIsReplacedByAnother() throws Exception {
        Recorder recorder = start(directory, 1);
        for (int i = 0; i < 4; i++) {
            burnMillis(50);
            recorder.cut();
            take(recorder);
            assertThat(files()).hasSize(1);
        }
        burnMillis(50);
        recorder.stop();
        take(recorder);

        assertThat(recordings).hasSizeGreaterThanOrEqualTo(5).allSatisfy(recording -> assertThat(recording.samples())
                .isNotEmpty());
        assertThat(files()).isEmpty();
    }

    @Test
    void ofChunksOneOfWhichIsUnreadableTheOthersAreRead() throws Exception {
        Recorder recorder = start(directory, 64 << 20);
        long secondAt = twoChunks();
        overwrite(secondAt + 68, 0x7f, 200);
        burnMillis(100);
        recorder.cut();
        take(recorder);
        assertThat(recordings).hasSize(3);
        assertThat(recordings.get(0).samples()).isNotEmpty();
        assertThat(recordings.get(1).samples()).isEmpty();
        assertThat(recordings.get(2).samples()).isNotEmpty();

        // What is missing now may still be on its way; what is missing at the next cut too is lost.
        assertThat(unreadable()).isZero();
        burnMillis(100);
        recorder.cut();
        take(recorder);
        assertThat(unreadable()).isPositive();

        recorder.stop();
        take(recorder);
        assertThat(read() + unreadable() + notRecorded()).isEqualTo(profiler.getSamples());
    }

    @Test
    void whatWasReadBeforeTheFileTurnedOutToBeDamagedIsHandedOutAndTheRestDeclared() throws Exception {
        Recorder recorder = start(directory, 64 << 20);
        overwrite(twoChunks(), 0x7f, 20);
        burnMillis(100);
        recorder.cut();
        take(recorder);
        assertThat(recordings).singleElement().satisfies(first -> assertThat(first.samples())
                .isNotEmpty());

        assertThatThrownBy(recorder::stop).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        take(recorder);

        assertThat(unreadable()).isPositive();
        assertThat(read() + unreadable() + notRecorded()).isEqualTo(profiler.getSamples());
    }

    @Test
    void afterADamagedFileItGoesOnInAnother() throws Exception {
        Recorder recorder = start(directory, 64 << 20);
        overwrite(twoChunks(), 0x7f, 20);
        recorder.cut();
        assertThatThrownBy(recorder::cut).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        assertThatThrownBy(recorder::cut).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        take(recorder);
        recordings.clear();
        burnMillis(100);
        recorder.cut();
        take(recorder);
        recorder.stop();

        assertThat(recordings).singleElement().satisfies(recording -> assertThat(recording.samples())
                .isNotEmpty());
    }

    @Test
    void withoutRoomForAnotherFileTheOldOneGoesOn() throws Exception {
        try (BoundedDisk disk = BoundedDisk.create(directory.resolve("disk"), 16)) {
            assumeTrue(disk.isBounded(), "may not mount");
            // The directory and a file.
            disk.limitFiles(2);
            Recorder recorder = start(disk.path(), 1);
            burnMillis(50);
            recorder.cut();
            for (int i = 0; i < 3; i++) {
                burnMillis(50);
                assertThatThrownBy(recorder::cut)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no new recording can begin");
            }
            take(recorder);
            assertThat(recordings).hasSize(4).allSatisfy(recording -> assertThat(recording.samples())
                    .isNotEmpty());
            assertThat(notRecorded() + unreadable()).isLessThan(10);

            disk.limitFiles(10);
            burnMillis(50);
            recorder.cut();
            recorder.stop();
        }
    }

    @Test
    void whatCouldNotBeStartedAgainIsTriedAtEveryCut() throws Exception {
        // async-profiler writes the number of the process for %p; the link makes it the same directory.
        Path written = Files.createDirectory(directory.resolve("%p"));
        Path link = directory.resolve(Long.toString(ProcessHandle.current().pid()));
        Files.createSymbolicLink(link, written);
        Recorder recorder = start(written, 1);
        burnMillis(50);
        recorder.cut();
        Files.delete(link);
        burnMillis(50);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(recorder::cut).isInstanceOf(IOException.class).hasMessageContaining("could not start");
        }
        take(recorder);
        assertThat(recordings).hasSize(2).allSatisfy(recording -> assertThat(recording.samples())
                .isNotEmpty());

        Files.createSymbolicLink(link, written);
        recordings.clear();
        recorder.cut();
        burnMillis(50);
        recorder.cut();
        take(recorder);
        recorder.stop();
        assertThat(recordings).singleElement().satisfies(recording -> assertThat(recording.samples())
                .isNotEmpty());
        try (Stream<Path> files = Files.list(written)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatStoppedByItselfIsStartedAgain() throws Exception {
        Recorder recorder = start(directory, 64 << 20);
        burnMillis(50);
        profiler.stop();
        recorder.cut();
        burnMillis(50);
        recorder.cut();
        recorder.stop();
        take(recorder);

        assertThat(recordings).hasSizeGreaterThanOrEqualTo(2);
        assertThat(recordings.subList(0, 2))
                .allSatisfy(recording -> assertThat(recording.samples()).isNotEmpty());
    }

    @Test
    void otherRatesHoldFromACutOnAndEveryIntervalIsReadByItsOwn() throws Exception {
        SamplingPlan slow = new SamplingPlan(
                Rates.NONE.with(EventType.EVENT_TYPE_CPU, 4_000_000), Map.of(EventType.EVENT_TYPE_CPU, 2), "p-1");
        SamplingPlan renamed = new SamplingPlan(slow.rates(), Map.of(EventType.EVENT_TYPE_CPU, 2), "p-2");
        Recorder recorder = start(directory, 64 << 20);
        for (SamplingPlan next : List.of(slow, slow, renamed, SamplingPlan.of(RATES))) {
            burnMillis(200);
            recorder.cut(next);
            take(recorder);
        }
        burnMillis(200);
        recorder.stop();
        take(recorder);

        assertThat(recordings)
                .extracting(Recording::plan)
                .containsExactly(SamplingPlan.of(RATES), slow, slow, renamed, SamplingPlan.of(RATES));
        for (Recording recording : recordings) {
            long interval = recording.plan().rates().interval(EventType.EVENT_TYPE_CPU);
            assertThat(recording.samples()).isNotEmpty().allSatisfy(sample -> {
                assertThat(recording.plan().rates().isOn(sample.event())).isTrue();
                if (sample.event() == EventType.EVENT_TYPE_CPU) {
                    assertThat(sample.value()).isEqualTo(sample.count() * interval);
                }
            });
        }
        assertThat(read() - read(recordings.get(4))).isGreaterThan(100 * notRecorded());
        assertThat(files()).isEmpty();
    }

    @Test
    void withNothingToSampleItRestsAndSaysSo() throws Exception {
        SamplingPlan nothing = new SamplingPlan(Rates.NONE, Map.of(), "p-1");
        Recorder recorder = start(directory, 64 << 20);
        burnMillis(100);
        for (SamplingPlan next : List.of(nothing, nothing, SamplingPlan.of(RATES))) {
            recorder.cut(next);
        }
        assertThat(files()).hasSize(1);
        burnMillis(100);
        recorder.stop();
        take(recorder);

        assertThat(recordings)
                .extracting(Recording::plan)
                .containsExactly(SamplingPlan.of(RATES), nothing, nothing, SamplingPlan.of(RATES));
        assertThat(recordings.get(0).samples()).isNotEmpty();
        assertThat(recordings.get(1).samples()).isEmpty();
        assertThat(recordings.get(2).samples()).isEmpty();
        assertThat(recordings.get(3).samples()).isNotEmpty();
    }

    @Test
    void ratesThatAreRefusedAreNotTriedTwice() throws Exception {
        SamplingPlan impossible = new SamplingPlan(RATES.with(EventType.EVENT_TYPE_CPU, 0), Map.of(), "p-1");
        Recorder recorder = start(directory, 64 << 20);
        burnMillis(100);
        assertThatThrownBy(() -> recorder.cut(impossible))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other rates are refused");
        for (int i = 0; i < 2; i++) {
            burnMillis(100);
            recorder.cut(impossible);
        }
        recorder.stop();
        take(recorder);

        assertThat(recordings.subList(0, 3)).allSatisfy(recording -> {
            assertThat(recording.plan()).isEqualTo(SamplingPlan.of(RATES));
            assertThat(recording.samples()).isNotEmpty();
        });
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAFullDiskCostsIsDeclared(boolean roomAtTheCut) throws Exception {
        try (BoundedDisk disk = BoundedDisk.create(directory.resolve("disk"), 8)) {
            assumeTrue(disk.isBounded(), "may not mount");
            Recorder recorder = start(disk.path(), 64 << 20);
            burnMillis(300);
            recorder.cut();
            burnMillis(300);
            disk.fill();
            burnMillis(1_000);
            if (roomAtTheCut) {
                disk.empty();
            }
            tryTo(recorder::cut);
            if (!roomAtTheCut) {
                disk.empty();
            }
            burnMillis(300);
            tryTo(recorder::stop);
            take(recorder);

            assertThat(read()).isGreaterThan(100);
            assertThat(unreadable() + notRecorded()).isGreaterThan(100);
            assertThat(read() + unreadable() + notRecorded()).isEqualTo(profiler.getSamples());
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void tryTo(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("damaged");
        }
    }

    /** Ends two chunks behind the recorder's back; returns where the second one begins. */
    private long twoChunks() throws Exception {
        Path file = files().get(0);
        for (int i = 0; i < 2; i++) {
            burnMillis(100);
            profiler.execute("dump,jfr,file=" + file);
        }
        try (RandomAccessFile chunks = new RandomAccessFile(file.toFile(), "r")) {
            chunks.seek(8);
            return chunks.readLong();
        }
    }

    private void overwrite(long position, int with, int bytes) throws Exception {
        try (RandomAccessFile chunks = new RandomAccessFile(files().get(0).toFile(), "rw")) {
            chunks.seek(position);
            for (int i = 0; i < bytes; i++) {
                chunks.write(with);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private void take(Recorder recorder) {
        for (Recording next = recorder.take(); next != null; next = recorder.take()) {
            recordings.add(next);
        }
    }

    private long read() {
        return recordings.stream().mapToLong(RecorderTest::read).sum();
    }

    private static long read(Recording recording) {
        return recording.samples().stream().mapToLong(RecordedSample::count).sum();
    }

    private long unreadable() {
        return recordings.stream().mapToLong(Recording::unreadable).sum();
    }

    private long notRecorded() {
        return recordings.stream().mapToLong(Recording::notRecorded).sum();
    }

    private static Recorder start(Path directory, long maxFileBytes) throws IOException {
        CollectorConfig config = config(RATES);
        return Recorder.start(config, directory, Clock.systemUTC(), maxFileBytes);
    }

    /** Of a collector with these rates. */
    static CollectorConfig config(Rates rates) {
        return new CollectorConfig(
                "test",
                new TreeMap<>(),
                "127.0.0.1:1",
                "none",
                rates,
                1 << 20,
                Path.of("unused"),
                0,
                Duration.ofSeconds(10));
    }

    private static void burnMillis(long millis) {
        List<byte[]> garbage = new ArrayList<>();
        long endNanos = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < endNanos) {
            garbage.add(new byte[1_000]);
            if (garbage.size() > 1_000) {
                garbage.clear();
            }
        }
    }
}
