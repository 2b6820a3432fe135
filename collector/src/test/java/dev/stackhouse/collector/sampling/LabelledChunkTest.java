package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.proto.batch.v1.EventType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What async-profiler recorded of a thread of this JVM that opened scopes meanwhile. */
class LabelledChunkTest {
    private static final Rates RATES = Rates.NONE.with(EventType.EVENT_TYPE_CPU, 500_000);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    static Path directory;

    private static byte[] chunk;
    private static Contexts contexts;

    @BeforeAll
    static void record() throws Exception {
        Path file = directory.resolve("recording.jfr");
        AsyncProfiler profiler = AsyncProfiler.getInstance();
        profiler.execute("start,jfr,event=cpu,interval=500us,file=" + file);
        contexts = ProfilerClock.contexts();
        Thread burner = new Thread(LabelledChunkTest::work, "burner-1");
        burner.start();
        burner.join();
        profiler.stop();
        chunk = Files.readAllBytes(file);
    }

    private static void work() {
        burnUnlabelled();
        long endpoint = contexts.openLabel("endpoint", "/pay");
        burnPay();
        long span = contexts.openSpan(TRACE, "b7ad6b7169203331");
        long step = contexts.openLabel("a", "1");
        burnSpan();
        contexts.close(step);
        contexts.close(span);
        contexts.close(endpoint);
        burnUnlabelled();
    }

    private static void burnUnlabelled() {
        burn();
    }

    private static void burnPay() {
        burn();
    }

    private static void burnSpan() {
        burn();
    }

    private static void burn() {
        double sink = 0;
        long endNanos = System.nanoTime() + 200_000_000;
        while (System.nanoTime() < endNanos) {
            sink += Math.sqrt((double) System.nanoTime());
        }
        assertThat(sink).isPositive();
    }

    @Test
    void labelsComeBeforeTheThreadAndTheRestIsAsItIsWithoutThem() throws Exception {
        RecordedSamples plain =
                new ChunkReader(RATES).read(ByteBuffer.wrap(chunk)).recording.samples();
        RecordedSamples samples = new ChunkReader(RATES, contexts)
                .read(ByteBuffer.wrap(chunk))
                .recording
                .samples();

        Map<String, Set<String>> contextsOfMethod = new HashMap<>();
        for (RecordedSample sample : samples) {
            for (RecordedFrame frame : sample.stack()) {
                if (frame.methodName().startsWith("burn") && !frame.methodName().equals("burn")) {
                    assertThat(sample.thread()).isEqualTo("burner-#");
                    contextsOfMethod
                            .computeIfAbsent(frame.methodName(), any -> new HashSet<>())
                            .add(sample.context().toString());
                }
            }
        }
        assertThat(contextsOfMethod)
                .isEqualTo(Map.of(
                        "burnUnlabelled", Set.of("[]"),
                        "burnPay", Set.of("[endpoint=/pay]"),
                        "burnSpan", Set.of("[a=1, endpoint=/pay] " + TRACE + "-b7ad6b7169203331")));
        assertThat(withoutContexts(samples)).isEqualTo(withoutContexts(plain));
        assertThat(plain)
                .allSatisfy(sample -> assertThat(sample.context().toString()).isEqualTo("[]"));
    }

    private static Map<List<Object>, Long> withoutContexts(List<RecordedSample> samples) {
        Map<List<Object>, Long> counts = new HashMap<>();
        for (RecordedSample sample : samples) {
            counts.merge(
                    List.of(sample.thread(), sample.stack(), sample.windowStartMillis()), sample.count(), Long::sum);
        }
        return counts;
    }
}
