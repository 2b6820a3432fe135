package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.collector.publish.BatchQueue;
import dev.stackhouse.collector.sampling.Recorder;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records this JVM into a spool. */
class IntervalLoopTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @TempDir
    private Path temporary;

    /** Of the times that the labels are read, these fail for want of memory. */
    private static final class Labels extends TreeMap<String, String> {
        private static final long serialVersionUID = 1;
        private int reads;
        private final int firstFailure;
        private final int failures;

        private Labels(int firstFailure, int failures) {
            this.firstFailure = firstFailure;
            this.failures = failures;
        }

        @Override
        public Set<Map.Entry<String, String>> entrySet() {
            int read = ++reads;
            if (read >= firstFailure && read < firstFailure + failures) {
                throw new OutOfMemoryError("of this test");
            }
            return super.entrySet();
        }
    }

    @Test
    void whatNoBatchCouldBeMadeOfIsDeclaredInTheNextAndTheLoopGoesOn() throws Exception {
        List<StackBatch> batches = batches(new Labels(2, 3), INTERVAL, 6);

        assertThat(batches).hasSizeGreaterThanOrEqualTo(6);
        assertThat(taken(batches)).isEqualTo(AsyncProfiler.getInstance().getSamples());
        assertThat(dropped(batches)).isPositive();
        assertThat(stored(batches)).isPositive().isEqualTo(taken(batches) - dropped(batches));
        for (int i = 0; i < batches.size(); i++) {
            assertThat(batches.get(i).getSequence()).isEqualTo(i + 1);
            assertThat(batches.get(i).getLast()).isEqualTo(i == batches.size() - 1);
        }
    }

    @Test
    void ifOfTheLastIntervalNoBatchCanBeMadeAnEmptyOneIsTheLast() throws Exception {
        // Between the first turn, which is at once, and the end nothing is cut.
        List<StackBatch> batches = batches(new Labels(2, 1), Duration.ofHours(1), 1);

        assertThat(batches).hasSize(2);
        assertThat(batches.get(0).getLast()).isFalse();
        assertThat(batches.get(1).getLast()).isTrue();
        assertThat(batches.get(1).getSamplesCount()).isZero();
        assertThat(dropped(batches)).isPositive();
        assertThat(taken(batches)).isEqualTo(AsyncProfiler.getInstance().getSamples());
    }

    /** What is in the spool after the end, which is when there are so many. */
    private List<StackBatch> batches(Labels labels, Duration interval, int enough) throws Exception {
        CollectorConfig config = config();
        InstanceIdentity identity = new InstanceIdentity("test", "i-1", labels);
        List<StackBatch> batches = new ArrayList<>();
        try (BatchQueue queue = BatchQueue.open(config, identity)) {
            Recorder recorder = Recorder.start(config, Contexts.ofNobody(), queue.directory(), Clock.systemUTC());
            BatchBuilder builder = new BatchBuilder(identity, EventType.EVENT_TYPE_CPU);
            IntervalLoop loop = new IntervalLoop(
                    recorder,
                    new RateControl(config.rates(), identity, null, null, Clock.systemUTC()),
                    builder,
                    queue,
                    interval,
                    Clock.systemUTC());
            loop.start();
            while (!Files.exists(queue.directory().resolve(enough + ".batch"))) {
                burn(50);
            }
            burn(50);
            loop.finish();
            for (long sequence = 1; Files.exists(queue.directory().resolve(sequence + ".batch")); sequence++) {
                batches.add(read(queue.directory().resolve(sequence + ".batch")));
            }
        }
        return batches;
    }

    private static StackBatch read(Path file) throws IOException {
        byte[] compressed = Files.readAllBytes(file);
        return StackBatch.parseFrom(Zstd.decompress(compressed, Math.toIntExact(Zstd.getFrameContentSize(compressed))));
    }

    private static void burn(long millis) {
        long endNanos = System.nanoTime() + millis * 1_000_000;
        double sink = 0;
        while (System.nanoTime() < endNanos) {
            sink += Math.sqrt(sink + 1);
        }
        assertThat(sink).isNotNegative();
    }

    private static long stored(List<StackBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.getSamplesList().stream())
                .mapToLong(Sample::getCount)
                .sum();
    }

    private static long taken(List<StackBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.getLedger().getEventsList().stream())
                .mapToLong(events -> events.getSamplesTaken())
                .sum();
    }

    private static long dropped(List<StackBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.getLedger().getEventsList().stream())
                .flatMap(events -> events.getDroppedList().stream())
                .filter(dropped -> dropped.getReason() != DropReason.DROP_REASON_UNSPECIFIED)
                .mapToLong(DroppedSamples::getSamples)
                .sum();
    }

    private CollectorConfig config() {
        return new CollectorConfig(
                "test",
                new TreeMap<>(),
                "127.0.0.1:1",
                "none",
                Map.of(),
                Rates.NONE.with(EventType.EVENT_TYPE_CPU, 1_000_000),
                1 << 20,
                temporary.resolve("spool"),
                16 << 20,
                INTERVAL);
    }
}
