package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.CollectorConfig;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import one.profiler.AsyncProfiler;

/**
 * One async-profiler session of several events into one JFR file.
 *
 * <p>An interval is cut by async-profiler's {@code dump} while it goes on: it ends the chunk that is being written and begins the next one
 * under one lock, so that no sample falls between two intervals unseen, and a chunk can be read without the others. What was due
 * while the lock was held (a millisecond or so) async-profiler skips and counts; it is declared. Stopping and starting would miss
 * some milliseconds in every interval and not count what. The file only grows, so it is replaced once it is large; only then is
 * sampling interrupted, for the milliseconds of a stop and a start. Not thread-safe.
 */
public final class Recorder {
    /** Weeks of quiet JVMs, hours of busy ones. */
    private static final long MAX_FILE_BYTES = 64L << 20;

    private static final String SKIPPED_METRIC = "samples_skipped_total ";
    private static final int CHUNK_SIZE_AT = 8;
    private static final int CHUNK_HEADER_BYTES = 68;

    private final AsyncProfiler profiler;
    private final String events;
    private final ChunkReader reader;
    private final Path directory;
    private Path file;
    private long readBytes;
    /** Samples of this session that are in recordings, in whatever way. */
    private long accountedSamples;

    private long skippedSamples;

    private Recorder(AsyncProfiler profiler, String events, ChunkReader reader, Path directory) throws IOException {
        this.profiler = profiler;
        this.events = events;
        this.reader = reader;
        this.directory = directory;
        this.file = newFile();
    }

    /**
     * Starts to sample.
     *
     * @param directory where the recording goes while it is written
     * @throws IOException if async-profiler refuses
     */
    public static Recorder start(CollectorConfig config, Path directory) throws IOException {
        Recorder recorder = new Recorder(
                AsyncProfiler.getInstance(),
                events(config),
                new ChunkReader(config.cpuInterval().toNanos()),
                directory);
        recorder.startProfiler();
        return recorder;
    }

    private static String events(CollectorConfig config) {
        List<String> events = new ArrayList<>();
        if (!config.cpuInterval().isNegative()) {
            events.add("event=cpu,interval=" + config.cpuInterval().toNanos());
        }
        if (config.allocBytes() > 0) {
            events.add("alloc=" + config.allocBytes());
        }
        if (!config.lockThreshold().isNegative()) {
            events.add("lock=" + config.lockThreshold().toNanos());
        }
        return String.join(",", events);
    }

    private Path newFile() throws IOException {
        Path file = Files.createTempFile(directory, "stackhouse-", ".jfr");
        file.toFile().deleteOnExit();
        return file;
    }

    private void startProfiler() throws IOException {
        try {
            profiler.execute("start,jfr," + events + ",jstackdepth=1024,file=" + file);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IOException("async-profiler could not start: " + e.getMessage(), e);
        }
    }

    /** Ends the interval and begins the next one; returns what was recorded since the last cut. */
    public List<Recording> cut() throws IOException {
        if (readBytes > MAX_FILE_BYTES) {
            List<Recording> recordings = stop();
            file = newFile();
            readBytes = 0;
            accountedSamples = 0;
            skippedSamples = 0;
            startProfiler();
            return recordings;
        }
        profiler.execute("dump,jfr,file=" + file);
        return readNewChunks();
    }

    /** Stops sampling and returns what was recorded since the last cut. */
    public List<Recording> stop() throws IOException {
        profiler.stop();
        List<Recording> recordings = readNewChunks();
        Files.deleteIfExists(file);
        return recordings;
    }

    private List<Recording> readNewChunks() throws IOException {
        List<Recording> recordings = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long fileBytes = channel.size();
            while (readBytes + CHUNK_HEADER_BYTES <= fileBytes) {
                long chunkBytes =
                        read(channel, readBytes + CHUNK_SIZE_AT, Long.BYTES).getLong();
                if (chunkBytes < CHUNK_HEADER_BYTES || readBytes + chunkBytes > fileBytes) {
                    // The chunk that is being written: its size is filled in when it ends.
                    break;
                }
                ByteBuffer chunk = read(channel, readBytes, Math.toIntExact(chunkBytes));
                readBytes += chunkBytes;
                recordings.add(read(chunk));
            }
        }
        declareSkipped(recordings);
        return recordings;
    }

    private void declareSkipped(List<Recording> recordings) {
        if (recordings.isEmpty()) {
            return; // the next interval's
        }
        long skipped = skippedSoFar() - skippedSamples;
        skippedSamples += skipped;
        accountedSamples += skipped;
        int last = recordings.size() - 1;
        recordings.set(last, recordings.get(last).withNotRecorded(skipped));
    }

    private long skippedSoFar() {
        try {
            return profiler.execute("metrics")
                    .lines()
                    .filter(line -> line.startsWith(SKIPPED_METRIC))
                    .mapToLong(line -> Long.parseLong(
                            line.substring(SKIPPED_METRIC.length()).strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("async-profiler has no metric " + SKIPPED_METRIC));
        } catch (IOException e) {
            throw new IllegalStateException("async-profiler tells no metrics", e);
        }
    }

    private Recording read(ByteBuffer chunk) {
        Recording recording;
        try {
            recording = reader.read(chunk);
        } catch (IOException | RuntimeException e) {
            // async-profiler counts what it took, so what cannot be read can still be declared.
            long missing = Math.max(0, profiler.getSamples() - accountedSamples);
            recording = ChunkReader.unreadable(chunk, missing);
        }
        accountedSamples += recording.unreadable()
                + recording.samples().stream().mapToLong(RecordedSample::count).sum();
        return recording;
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the recording ends early");
            }
        }
        return buffer.flip();
    }
}
