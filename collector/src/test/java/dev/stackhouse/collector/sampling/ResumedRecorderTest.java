package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records this JVM, first by one recorder and then by another that knows what the first one wrote down. */
class ResumedRecorderTest {
    private static final Rates RATES = Rates.NONE.with(EventType.EVENT_TYPE_CPU, 1_000_000);
    private static final SamplingPlan OWN = SamplingPlan.of(RATES);
    private static final SamplingPlan OTHER =
            new SamplingPlan(RATES.with(EventType.EVENT_TYPE_CPU, 2_000_000), Map.of(), "p-1");

    @TempDir
    private Path directory;

    private final Profiler profiler = new OwnProfiler();
    private final KeptFiles files = new KeptFiles();

    /** Files that stay when they are given up, as those of a JVM that is recorded from outside do for a while. */
    private final class KeptFiles implements RecordingFiles {
        private final List<Long> countedBefore = new ArrayList<>();
        private final List<SamplingPlan> plans = new ArrayList<>();
        private int made;

        @Override
        public RecordingFile create() throws IOException {
            Files.createFile(directory.resolve(++made + ".jfr"));
            return existing(made);
        }

        @Override
        public void begins(RecordingFile file, SamplingPlan plan, long counted) {
            plans.add(plan);
            countedBefore.add(counted);
        }

        private RecordingFile existing(int number) throws IOException {
            Path path = directory.resolve(number + ".jfr");
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new RecordingFile() {
                @Override
                public String path() {
                    return path.toString();
                }

                @Override
                public FileChannel channel() {
                    return channel;
                }

                @Override
                public void delete() throws IOException {
                    channel.close();
                }
            };
        }
    }

    @Test
    void whatWasReadOfAnEndedSessionIsReadAgainAndTheSessionAfterItGoesOn() throws Exception {
        Recorder first = Recorder.start(profiler, RATES, files, 64 << 20, Clock.systemUTC());
        burnMillis(300);
        first.cut();
        assertThat(taken(first).get(0).plan()).isEqualTo(OWN);
        SessionState state = first.state();
        assertThat(state).isNotNull();
        burnMillis(300);
        first.cut(OTHER);
        List<Recording> neverPublished = taken(first);
        assertThat(files.plans).containsExactly(OWN, OTHER);
        assertThat(first.plan()).isEqualTo(OTHER);

        Recorder second = Recorder.resumed(profiler, RATES, files, 64 << 20, Clock.systemUTC());
        second.readEnded(files.existing(1), OWN, counted(state, files.countedBefore.get(1)));
        second.goOn(files.existing(2), OTHER, SessionState.NOTHING);
        List<Recording> again = taken(second);
        assertThat(read(again)).isPositive().isEqualTo(read(neverPublished));
        assertThat(lost(again)).isEqualTo(lost(neverPublished));
        assertThat(again).allSatisfy(recording -> assertThat(recording.plan()).isEqualTo(OWN));
        assertThat(second.plan()).isEqualTo(OTHER);

        burnMillis(300);
        second.cut(OTHER);
        burnMillis(100);
        second.stop();
        List<Recording> rest = taken(second);
        assertThat(rest).allSatisfy(recording -> assertThat(recording.plan()).isEqualTo(OTHER));
        assertThat(read(rest)).isPositive();
        assertThat(read(rest) + lost(rest)).isEqualTo(profiler.samples());
        // It was the same session all the time.
        assertThat(files.made).isEqualTo(2);
    }

    @Test
    void aSessionThatNeverBeganCostsNothing() throws Exception {
        Recorder first = Recorder.start(profiler, RATES, files, 64 << 20, Clock.systemUTC());
        burnMillis(300);
        first.stop();
        assertThat(read(taken(first))).isPositive();

        Recorder second = Recorder.resumed(profiler, RATES, files, 64 << 20, Clock.systemUTC());
        second.goOn(files.create(), OTHER, SessionState.NOTHING);
        second.cut(OTHER);
        assertThat(lost(taken(second))).isZero();
        burnMillis(300);
        second.stop();
        List<Recording> rest = taken(second);
        assertThat(read(rest) + lost(rest)).isPositive().isEqualTo(profiler.samples());
    }

    private static SessionState counted(SessionState state, long counted) {
        return new SessionState(
                state.readBytes(),
                counted,
                state.accounted(),
                state.surelyAccounted(),
                state.declaredLost(),
                state.isUncertain(),
                state.missing());
    }

    private static List<Recording> taken(Recorder recorder) {
        List<Recording> taken = new ArrayList<>();
        for (Recording next = recorder.take(); next != null; next = recorder.take()) {
            taken.add(next);
        }
        return taken;
    }

    private static long read(List<Recording> recordings) {
        return recordings.stream()
                .flatMap(recording -> recording.samples().stream())
                .mapToLong(RecordedSample::count)
                .sum();
    }

    private static long lost(List<Recording> recordings) {
        return recordings.stream()
                .mapToLong(recording -> recording.unreadable() + recording.notRecorded())
                .sum();
    }

    private static void burnMillis(long millis) {
        long endNanos = System.nanoTime() + millis * 1_000_000;
        double sink = 0;
        while (System.nanoTime() < endNanos) {
            sink += Math.sqrt(sink + 1);
        }
        assertThat(sink).isNotNegative();
    }
}
