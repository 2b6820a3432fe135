package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what async-profiler recorded of this JVM. */
class ChunkReaderTest {
    private static final Rates RATES = Rates.NONE.with(EventType.EVENT_TYPE_CPU, 1_000_000);

    @TempDir
    static Path directory;

    private static byte[] chunk;
    private static long samplesTaken;
    private static long beforeMillis;
    private static long afterMillis;

    @BeforeAll
    static void record() throws Exception {
        Path file = directory.resolve("recording.jfr");
        AsyncProfiler profiler = AsyncProfiler.getInstance();
        beforeMillis = System.currentTimeMillis();
        profiler.execute("start,jfr,event=cpu,interval=1ms,file=" + file);
        List<Thread> burners =
                List.of(new Thread(ChunkReaderTest::burn, "burner-1"), new Thread(ChunkReaderTest::burn, "burner-2"));
        burners.forEach(Thread::start);
        for (Thread burner : burners) {
            burner.join();
        }
        profiler.stop();
        afterMillis = System.currentTimeMillis();
        samplesTaken = profiler.getSamples();
        chunk = Files.readAllBytes(file);
    }

    private static void burn() {
        double sink = 0;
        long endNanos = System.nanoTime() + 400_000_000;
        while (System.nanoTime() < endNanos) {
            sink += Math.sqrt((double) System.nanoTime());
        }
        assertThat(sink).isPositive();
    }

    @Test
    void readsEverySampleThatWasTaken() throws Exception {
        Recording recording = new ChunkReader(RATES).read(ByteBuffer.wrap(chunk)).recording;

        assertThat(recording.samples().stream().mapToLong(RecordedSample::count).sum())
                .isEqualTo(samplesTaken)
                .isPositive();
        assertThat(recording.samples())
                .allSatisfy(sample -> assertThat(sample.value()).isEqualTo(sample.count() * 1_000_000))
                .allSatisfy(sample -> assertThat(sample.event()).isEqualTo(EventType.EVENT_TYPE_CPU))
                .anySatisfy(sample -> assertThat(sample.stack())
                        .extracting(RecordedFrame::methodName)
                        .contains("burn"));
        assertThat(recording.samples().stream().filter(sample -> sample.stack().stream()
                        .anyMatch(frame -> frame.methodName().equals("burn"))))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.thread()).isEqualTo("burner-#"));
        assertThat(recording.unreadable()).isZero();
    }

    @Test
    void ofADamagedChunkTheTimesAreKnown() throws Exception {
        byte[] damaged = chunk.clone();
        Arrays.fill(damaged, 68, damaged.length, (byte) 0x7f);

        assertThatThrownBy(() -> new ChunkReader(RATES).read(ByteBuffer.wrap(damaged)))
                .isInstanceOf(Exception.class);
        Recording recording = ChunkReader.unreadable(ByteBuffer.wrap(damaged));
        assertThat(recording.startMillis()).isBetween(beforeMillis - 1, afterMillis);
        assertThat(recording.endMillis()).isBetween(recording.startMillis() + 300, afterMillis + 1);
        assertThat(recording.samples()).isEmpty();
    }
}
