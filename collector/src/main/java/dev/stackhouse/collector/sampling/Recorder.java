package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples a JVM for as long as it lives, one {@link Session} after the other.
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
    private final RecordingFiles files;
    private final long maxFileBytes;
    private final Clock clock;
    private final Finished finished;
    /** Null while nothing is sampled. */
    private @Nullable Session session;

    private long sessionStartMillis;

    private Recorder(
            Profiler profiler, Rates rates, String options, RecordingFiles files, Clock clock, long maxFileBytes) {
        this.profiler = profiler;
        this.events = events(rates) + options;
        this.reader = new ChunkReader(rates);
        this.files = files;
        this.maxFileBytes = maxFileBytes;
        this.clock = clock;
        this.finished = new Finished(clock);
    }

    /**
     * Starts to sample.
     *
     * @param directory where the recording goes while it is written
     * @throws IOException if async-profiler refuses
     */
    public static Recorder start(CollectorConfig config, Path directory, Clock clock) throws IOException {
        return start(config, directory, clock, MAX_FILE_BYTES);
    }

    static Recorder start(CollectorConfig config, Path directory, Clock clock, long maxFileBytes) throws IOException {
        return start(new OwnProfiler(), config.rates(), "", () -> OwnFile.create(directory), maxFileBytes, clock);
    }

    /**
     * Starts to sample this JVM or another one.
     *
     * @param options more of async-profiler's, each after a comma
     * @throws IOException if async-profiler refuses, or cannot be reached
     */
    public static Recorder start(
            Profiler profiler, Rates rates, String options, RecordingFiles files, long maxFileBytes, Clock clock)
            throws IOException {
        Recorder recorder = new Recorder(profiler, rates, options, files, clock, maxFileBytes);
        recorder.startSession(files.create());
        return recorder;
    }

    /**
     * Goes on with a session that another process began; does nothing yet.
     *
     * @param file null where there was none
     */
    public static Recorder resume(
            Profiler profiler,
            Rates rates,
            String options,
            RecordingFiles files,
            long maxFileBytes,
            Clock clock,
            @Nullable RecordingFile file,
            SessionState state) {
        Recorder recorder = new Recorder(profiler, rates, options, files, clock, maxFileBytes);
        recorder.sessionStartMillis = clock.millis();
        recorder.session =
                file == null ? null : Session.resume(profiler, recorder.reader, file, state, recorder.finished);
        return recorder;
    }

    /** How far the session was read, or null while there is none. */
    public @Nullable SessionState state() {
        Session current = session;
        return current == null ? null : current.state();
    }

    /** The file that is being written, or null while there is none. */
    public @Nullable RecordingFile file() {
        Session current = session;
        return current == null ? null : current.file();
    }

    /** What async-profiler is told to sample, in its words. */
    public static String events(Rates rates) {
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

    private void startSession(RecordingFile file) throws IOException {
        try {
            session = Session.start(profiler, events, reader, file, finished);
            sessionStartMillis = clock.millis();
        } finally {
            if (session == null) {
                file.delete();
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

    /**
     * Ends the session and starts another one.
     *
     * @throws IOException as {@link #cut}
     */
    public void renew() throws IOException {
        replaceSession(session);
    }

    private void replaceSession(@Nullable Session current) throws IOException {
        RecordingFile next;
        try {
            next = files.create();
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
