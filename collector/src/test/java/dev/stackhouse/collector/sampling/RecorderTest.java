package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.CollectorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records this JVM. */
class RecorderTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasTakenIsReadOrDeclared() throws Exception {
        List<Recording> recordings = new ArrayList<>();
        Recorder recorder = Recorder.start(config(), directory);
        for (int i = 0; i < 20; i++) {
            burnMillis(50);
            recordings.addAll(recorder.cut());
        }
        recordings.addAll(recorder.stop());

        long read = recordings.stream()
                .flatMap(recording -> recording.samples().stream())
                .mapToLong(RecordedSample::count)
                .sum();
        long declared = recordings.stream().mapToLong(Recording::notRecorded).sum();
        assertThat(read + declared).isEqualTo(AsyncProfiler.getInstance().getSamples());
        assertThat(read).isGreaterThan(100).isGreaterThan(100 * declared);
        assertThat(recordings)
                .hasSizeGreaterThanOrEqualTo(20)
                .allSatisfy(recording -> assertThat(recording.unreadable()).isZero());
    }

    private static CollectorConfig config() {
        return new CollectorConfig(
                "test",
                new TreeMap<>(),
                "127.0.0.1:1",
                "none",
                Duration.ofMillis(1),
                64 << 10,
                Duration.ofMillis(1),
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
