package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader and async-profiler's own one understand the same of chunks that async-profiler wrote, whole or damaged. */
class ChunkReaderDifferenceTest {
    private static final long NANOS = 500_000;
    private static final Rates RATES = Rates.NONE
            .with(EventType.EVENT_TYPE_CPU, NANOS)
            .with(EventType.EVENT_TYPE_ALLOC, 16 << 10)
            .with(EventType.EVENT_TYPE_LOCK, 10_000);

    /** Of two sessions, one after the other: numbers of the second one mean something else. */
    private static final List<List<byte[]>> SESSIONS = new ArrayList<>();

    @TempDir
    static Path directory;

    private static volatile Object sink = "";

    @BeforeAll
    static void record() throws Exception {
        AsyncProfiler profiler = AsyncProfiler.getInstance();
        for (int session = 0; session < 2; session++) {
            Path file = directory.resolve(session + ".jfr");
            profiler.execute(
                    "start,jfr,event=cpu,interval=" + NANOS + ",alloc=16384,lock=10us,jstackdepth=1024,file=" + file);
            for (int i = 0; i < 6; i++) {
                work(i + 7 * session);
                profiler.execute("dump,jfr,file=" + file);
            }
            profiler.stop();
            SESSIONS.add(chunks(Files.readAllBytes(file)));
        }
    }

    private static void work(int seed) throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> work(seed, i, lock), "worker-größe-" + i))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void work(int seed, int number, ReentrantLock lock) {
        ConcurrentSkipListMap<String, byte[]> map = new ConcurrentSkipListMap<>();
        Random random = new Random(seed * 31L + number);
        long endNanos = System.nanoTime() + 150_000_000;
        while (System.nanoTime() < endNanos) {
            for (int i = 0; i < 100; i++) {
                map.put(String.format("%x", random.nextInt(1000)), new byte[random.nextInt(4000)]);
            }
            lock.lock();
            try {
                sink = map.values().stream().mapToInt(bytes -> bytes.length).sum();
            } finally {
                lock.unlock();
            }
        }
    }

    private static List<byte[]> chunks(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 0; at < file.length; at += chunks.get(chunks.size() - 1).length) {
            byte[] chunk = new byte[Math.toIntExact(bytes.getLong(at + 8))];
            bytes.get(at, chunk);
            chunks.add(chunk);
        }
        return chunks;
    }

    @Test
    void bothSeeTheSameSamplesInEveryChunkOfASession() throws Exception {
        ChunkReader reader = new ChunkReader(RATES);
        for (List<byte[]> chunks : SESSIONS) {
            reader.beginSession();
            for (byte[] chunk : chunks) {
                assertThat(NaiveChunk.of(reader.read(ByteBuffer.wrap(chunk)).recording))
                        .isEqualTo(NaiveChunk.read(chunk, RATES));
            }
        }
        Map<String, String> first = NaiveChunk.read(SESSIONS.get(0).get(1), RATES);
        assertThat(first.keySet())
                .anyMatch(key -> key.contains("EVENT_TYPE_CPU@"))
                .anyMatch(key -> key.contains("EVENT_TYPE_ALLOC@"))
                .anyMatch(key -> key.startsWith("worker-größe-#;"));
    }

    @Test
    void whereAChunkLiesInAnArrayDoesNotMatter() throws Exception {
        byte[] chunk = SESSIONS.get(0).get(0);
        ByteBuffer larger = ByteBuffer.allocate(chunk.length + 200);
        larger.position(100);
        larger.put(chunk).position(100).limit(100 + chunk.length);

        for (ByteBuffer placed : List.of(larger, larger.slice())) {
            assertThat(NaiveChunk.of(new ChunkReader(RATES).read(placed).recording))
                    .isEqualTo(NaiveChunk.read(chunk, RATES));
        }
    }

    /** No byte of a chunk has a checksum: a name may be another one then, but pieces that are missing or were moved show. */
    @Test
    void ofPiecesThatAreMissingNothingIsTakenForSamples() throws Exception {
        byte[] chunk = SESSIONS.get(0).get(1);
        Random random = new Random(1);
        int constantsAt = (int) ByteBuffer.wrap(chunk).getLong(16);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            int from = constantsAt + random.nextInt(chunk.length - constantsAt - 1);
            int length = 1 + random.nextInt(Math.min(4_000, chunk.length - from));
            ByteArrayOutputStream cut = new ByteArrayOutputStream();
            cut.write(chunk, 0, from);
            cut.write(chunk, from + length, chunk.length - from - length);
            ByteBuffer damaged = ByteBuffer.wrap(cut.toByteArray());
            damaged.putLong(8, damaged.limit());
            if (read(new ChunkReader(RATES), damaged) == null) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(500);
    }

    @Test
    void whateverIsOverwrittenTheReaderReturnsAndReadsTheNextChunk() throws Exception {
        List<byte[]> chunks = SESSIONS.get(1);
        Map<String, String> expected = NaiveChunk.read(chunks.get(3), RATES);
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = chunks.get(2).clone();
            int from = 68 + random.nextInt(damaged.length - 68);
            for (int at = from; at < Math.min(damaged.length, from + 1 + random.nextInt(64)); at++) {
                damaged[at] = (byte) random.nextInt(256);
            }
            ChunkReader reader = new ChunkReader(RATES);
            reader.read(ByteBuffer.wrap(chunks.get(1)));
            if (read(reader, ByteBuffer.wrap(damaged)) == null) {
                refused++;
                assertThat(NaiveChunk.of(reader.read(ByteBuffer.wrap(chunks.get(3))).recording))
                        .isEqualTo(expected);
            }
        }
        assertThat(refused).isPositive();
        assertThat(sink).isNotNull();
    }

    @Test
    void whatAnUntrueChunkToldIsForgotten() throws Exception {
        List<byte[]> chunks = SESSIONS.get(0);
        ChunkReader reader = new ChunkReader(RATES);
        // Numbers of another session are as good as damage that is well-formed.
        reader.read(ByteBuffer.wrap(SESSIONS.get(1).get(0)));
        reader.forget();

        assertThat(NaiveChunk.of(reader.read(ByteBuffer.wrap(chunks.get(0))).recording))
                .isEqualTo(NaiveChunk.read(chunks.get(0), RATES));
    }

    private static Recording read(ChunkReader reader, ByteBuffer chunk) {
        try {
            return reader.read(chunk).recording;
        } catch (IOException e) {
            return null;
        }
    }
}
