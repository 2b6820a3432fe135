package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.context.Contexts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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
    private SamplingPlan own;
    private final ChunkReader reader;
    private final RecordingFiles files;
    private final long maxFileBytes;
    private final Clock clock;
    private final Finished finished;
    /** By which it goes on. */
    private SamplingPlan plan;
    /** Rates that async-profiler refused where it took the instance's own, or null. */
    private @Nullable Rates refused;

    private final Inabilities inabilities = new Inabilities();
    /** Null while nothing is sampled. */
    private @Nullable Session session;

    private long sessionStartMillis;
    /** By async-profiler in the session that ended last. */
    private long countedBefore;

    private Recorder(
            Profiler profiler, Rates rates, Contexts contexts, RecordingFiles files, Clock clock, long maxFileBytes) {
        this.profiler = profiler;
        this.own = SamplingPlan.of(rates);
        this.plan = own;
        this.reader = new ChunkReader(rates, contexts);
        this.files = files;
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
        return start(new OwnProfiler(), config.rates(), contexts, () -> OwnFile.create(directory), maxFileBytes, clock);
    }

    /**
     * Starts to sample another JVM.
     *
     * @throws IOException if async-profiler refuses, or cannot be reached
     */
    public static Recorder start(Profiler profiler, Rates rates, RecordingFiles files, long maxFileBytes, Clock clock)
            throws IOException {
        return start(profiler, rates, Contexts.ofNobody(), files, maxFileBytes, clock);
    }

    private static Recorder start(
            Profiler profiler, Rates rates, Contexts contexts, RecordingFiles files, long maxFileBytes, Clock clock)
            throws IOException {
        Recorder recorder = new Recorder(profiler, rates, contexts, files, clock, maxFileBytes);
        if (!recorder.plan.isIdle()) {
            recorder.startSession(files.create(), recorder.plan);
        }
        return recorder;
    }

    /**
     * One that will go on with what another process began; it does nothing yet.
     *
     * @param rates the instance's own
     */
    public static Recorder resumed(
            Profiler profiler, Rates rates, RecordingFiles files, long maxFileBytes, Clock clock) {
        return new Recorder(profiler, rates, Contexts.ofNobody(), files, clock, maxFileBytes);
    }

    /**
     * Reads the rest of a session that has ended. It is there to be {@link #take taken}, also if this fails.
     *
     * @param state in which the counter is that of the end
     * @throws IOException if something could not be read; it is declared lost
     */
    public void readEnded(RecordingFile file, SamplingPlan by, SessionState state) throws IOException {
        reader.readBy(by.rates());
        Session.resume(new EndedProfiler(state.counted()), by, reader, file, state, finished)
                .end();
    }

    /**
     * Goes on with a session.
     *
     * @param file null where there was none
     */
    public void goOn(@Nullable RecordingFile file, SamplingPlan by, SessionState state) {
        plan = by;
        sessionStartMillis = clock.millis();
        reader.readBy(by.rates());
        session = file == null ? null : Session.resume(profiler, by, reader, file, state, finished);
    }

    /** By which it samples, or would if it could. */
    public SamplingPlan plan() {
        Session current = session;
        return current == null ? plan : current.plan();
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

    /**
     * What async-profiler is told to sample, in its words.
     *
     * @param cores that the JVM may use
     */
    public static String events(Rates rates, int cores) {
        return ProfilerEvents.of(rates, cores);
    }

    /** Whether plans of these rates differ at most in how often samples are taken, which nobody dies of. */
    public static boolean alike(Rates one, Rates other) {
        return ProfilerEvents.alike(one, other);
    }

    /** Of async-profiler, as in "4.6"; empty if it does not say. */
    public static String profilerVersion() {
        return OwnProfiler.version();
    }

    private void startSession(RecordingFile file, SamplingPlan next) throws IOException {
        SamplingPlan tried = inabilities.possible(next);
        try {
            begin(file, tried);
            plan = tried;
        } catch (IOException e) {
            if (!inabilities.learn(e, tried.rates())) {
                throw e;
            }
            own = inabilities.possible(own);
            startSession(files.create(), next);
        }
    }

    private void begin(RecordingFile file, SamplingPlan next) throws IOException {
        try {
            files.begins(file, next, countedBefore);
            reader.readBy(next.rates());
            session = Session.start(profiler, next, reader, file, finished);
            sessionStartMillis = clock.millis();
        } finally {
            if (session == null) {
                file.delete();
            }
        }
    }

    /**
     * Ends the interval and begins the next one, by the same plan. What was recorded is there to be {@link #take taken}, also if
     * this fails.
     *
     * @throws IOException if something could not be read, or if nothing is sampled; the next cut tries again
     */
    public void cut() throws IOException {
        cut(plan);
    }

    /**
     * The same with another plan for the interval that begins. Where other rates need another session, sampling is interrupted for
     * the milliseconds of a stop and a start. Rates that async-profiler refuses are not tried again; then it goes on by the instance's own.
     *
     * @throws IOException if something could not be read, or if nothing is sampled; the next cut tries again
     */
    public void cut(SamplingPlan asked) throws IOException {
        cut(asked, false);
    }

    /**
     * The same with another session in any case.
     *
     * @throws IOException as {@link #cut(SamplingPlan)}
     */
    public void renew(SamplingPlan asked) throws IOException {
        cut(asked, true);
    }

    private void cut(SamplingPlan asked, boolean anew) throws IOException {
        SamplingPlan next = inabilities.possible(refused != null && refused.equals(asked.rates()) ? own : asked);
        Session current = session;
        boolean active = current != null && current.isActive();
        SamplingPlan ended = plan;
        plan = next;
        if (current != null && !active) {
            endSession();
            current = null;
        }
        if (current == null && ended.isIdle()) {
            finished.addQuiet(ended);
        }
        if (next.isIdle()) {
            if (current != null) {
                current.stop();
            }
            endSession();
        } else if (current != null
                && !anew
                && current.canGoOnBy(next)
                && !current.isDamaged()
                && current.fileBytes() <= maxFileBytes
                && !reader.wantsLiveObjects(clock.millis() - sessionStartMillis)) {
            current.cut(next);
        } else {
            replaceSession(current, next);
        }
    }

    private void replaceSession(@Nullable Session current, SamplingPlan next) throws IOException {
        RecordingFile file;
        try {
            file = files.create();
        } catch (IOException e) {
            // What there is goes on.
            if (current != null) {
                current.cut();
            }
            throw new IOException("no new recording can begin: " + e.getMessage(), e);
        }
        try {
            if (current != null) {
                current.stop();
            }
        } catch (UnansweredException e) {
            // As long as it may sample, its recording is not given up.
            file.delete();
            throw e;
        }
        try {
            endSession();
        } finally {
            startOr(next, file);
        }
    }

    private void startOr(SamplingPlan next, RecordingFile file) throws IOException {
        try {
            startSession(file, next);
        } catch (IOException e) {
            if (own.isIdle() || next.rates().equals(own.rates())) {
                throw e;
            }
            startSession(files.create(), own);
            refused = next.rates();
            throw new IOException("other rates are refused, the settings' are kept: " + e.getMessage(), e);
        }
    }

    private void endSession() throws IOException {
        Session ended = session;
        if (ended != null) {
            session = null;
            try {
                ended.end();
            } finally {
                countedBefore = ended.state().counted();
            }
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
                finished.add(rest.by(plan));
            }
        }
    }

    /** The oldest recording that was not taken yet, or null. Every sample is in one, or declared lost in one. */
    public @Nullable Recording take() {
        return finished.take();
    }
}
