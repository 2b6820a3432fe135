package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.context.Contexts;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples this JVM for as long as it lives, one {@link Session} after the other.
 *
 * <p>An interval is cut by async-profiler's {@code dump} while it goes on: it ends the chunk that is being written and begins the next one
 * under one lock, so that no sample falls between two intervals unseen, and a chunk can be read without the others. What was due
 * while the lock was held (a millisecond or so) async-profiler skips and counts; it is declared. Stopping and starting would miss
 * some milliseconds in every interval and not count what. The file only grows, so a session is replaced once its file is large, or damaged, and every now and then
 * where live objects are asked for, as they are told only at a session's end; only then is sampling interrupted, for the milliseconds of a stop and a start. Where that fails it is tried again at every
 * cut. Not thread-safe.
 */
public final class Recorder {
    /** Weeks of quiet JVMs, hours of busy ones. */
    private static final long MAX_FILE_BYTES = 64L << 20;

    private final Profiler profiler;
    private final String events;
    private final ChunkReader reader;
    private final Path directory;
    private final long maxFileBytes;
    private final Clock clock;
    private final Finished finished;
    /** Null while nothing is sampled. */
    private @Nullable Session session;

    private long sessionStartMillis;

    private Recorder(
            Profiler profiler,
            CollectorConfig config,
            Contexts contexts,
            Path directory,
            Clock clock,
            long maxFileBytes) {
        this.profiler = profiler;
        this.events = events(config.rates());
        this.reader = new ChunkReader(config.rates(), contexts);
        this.directory = directory;
        this.maxFileBytes = maxFileBytes;
        this.clock = clock;
        this.finished = new Finished(clock);
    }

    /**
     * Starts to sample.
     *
     * @param contexts of this JVM's threads
     * @param directory where the recording goes while it is written
     * @throws IOException if async-profiler refuses
     */
    public static Recorder start(CollectorConfig config, Contexts contexts, Path directory, Clock clock)
            throws IOException {
        return start(config, contexts, directory, clock, MAX_FILE_BYTES);
    }

    static Recorder start(CollectorConfig config, Path directory, Clock clock, long maxFileBytes) throws IOException {
        return start(config, Contexts.ofNobody(), directory, clock, maxFileBytes);
    }

    private static Recorder start(
            CollectorConfig config, Contexts contexts, Path directory, Clock clock, long maxFileBytes)
            throws IOException {
        Recorder recorder = new Recorder(new OwnProfiler(), config, contexts, directory, clock, maxFileBytes);
        recorder.startSession(recorder.newFile());
        return recorder;
    }

    private static String events(Rates rates) {
        List<String> events = new ArrayList<>();
        if (rates.isOn(EventType.EVENT_TYPE_CPU)) {
            events.add("event=cpu,interval=" + rates.interval(EventType.EVENT_TYPE_CPU));
        }
        if (rates.isOn(EventType.EVENT_TYPE_WALL)) {
            events.add("wall=" + rates.interval(EventType.EVENT_TYPE_WALL));
        }
        if (rates.isOn(EventType.EVENT_TYPE_ALLOC)) {
            events.add("alloc=" + rates.interval(EventType.EVENT_TYPE_ALLOC));
            if (rates.isOn(EventType.EVENT_TYPE_LIVE)) {
                events.add("live");
            }
        }
        if (rates.isOn(EventType.EVENT_TYPE_LOCK)) {
            events.add("lock=" + rates.interval(EventType.EVENT_TYPE_LOCK));
        }
        if (rates.isOn(EventType.EVENT_TYPE_NATIVE_MEMORY)) {
            events.add("nativemem=" + rates.interval(EventType.EVENT_TYPE_NATIVE_MEMORY));
        }
        return String.join(",", events);
    }

    private Path newFile() throws IOException {
        return Files.createTempFile(directory, "stackhouse-", ".jfr");
    }

    private void startSession(Path file) throws IOException {
        try {
            session = Session.start(profiler, events, reader, file, finished);
            sessionStartMillis = clock.millis();
            file.toFile().deleteOnExit();
        } finally {
            if (session == null) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Ends the interval and begins the next one. What was recorded is there to be {@link #take taken}, also if this fails.
     *
     * @throws IOException if something could not be read, or if nothing is sampled; the next cut tries again
     */
    public void cut() throws IOException {
        Session current = session;
        if (current != null && !current.isActive()) {
            endSession();
            current = null;
        }
        if (current != null
                && !current.isDamaged()
                && current.fileBytes() <= maxFileBytes
                && !reader.wantsLiveObjects(clock.millis() - sessionStartMillis)) {
            current.cut();
        } else {
            replaceSession(current);
        }
    }

    private void replaceSession(@Nullable Session current) throws IOException {
        Path next;
        try {
            next = newFile();
        } catch (IOException e) {
            // What there is goes on.
            if (current != null) {
                current.cut();
            }
            throw new IOException("no new recording can begin: " + e.getMessage(), e);
        }
        try {
            endSession();
        } finally {
            startSession(next);
        }
    }

    private void endSession() throws IOException {
        Session ended = session;
        if (ended != null) {
            session = null;
            ended.end();
        }
    }

    /**
     * Stops sampling. What was recorded since the last cut is there to be {@link #take taken}, also if this fails.
     *
     * @throws IOException if something could not be read; it is declared lost
     */
    public void stop() throws IOException {
        try {
            endSession();
        } finally {
            Recording rest = reader.rest(clock.millis());
            if (!rest.samples().isEmpty()) {
                finished.add(rest);
            }
        }
    }

    /** The oldest recording that was not taken yet, or null. Every sample is in one, or declared lost in one. */
    public @Nullable Recording take() {
        return finished.take();
    }
}
