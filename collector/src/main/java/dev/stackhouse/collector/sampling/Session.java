package dev.stackhouse.collector.sampling;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One async-profiler session from its start to its end, into one JFR file; and its books: what async-profiler counted is read or
 * declared lost. Its counter is compared with what was read at every cut. What is missing at one cut may still be on its way: a
 * sample is counted before it is recorded. What is missing at two cuts in a row is lost. At the end the counter stands
 * still, and whatever is missing is lost. Not thread-safe.
 */
final class Session {
    /**
     * Neither facts about the system, system properties (which tell secrets), native libraries, nor the load of the CPU: NO_SYSTEM_INFO to
     * NO_CPU_LOAD of async-profiler's arguments.h.
     */
    private static final int NO_FACTS = 0x0f;

    private static final int MAGIC = 0x464c5200; // "FLR" and a zero
    private static final int SIZE_AT = 8;
    private static final int CONSTANTS_AT = 16;
    private static final int HEADER_BYTES = 68;
    private static final Pattern SKIPPED = Pattern.compile("samples_skipped_total (\\d{1,18})");

    private final Profiler profiler;
    private final ChunkReader reader;
    private SamplingPlan plan;
    private final RecordingFile file;
    private final Finished finished;
    /** Of the recording when it was looked at last; negative before. */
    private long fileBytes = -1;

    private long readBytes;
    /** By async-profiler, when it was last asked. */
    private long counted;
    /** By async-profiler after it wrote what is being read. */
    private long most;
    /** Samples that are in recordings, or were declared lost. */
    private long accounted;
    /** The same without those that async-profiler may not have counted. */
    private long surelyAccounted;

    private long declaredLost;
    /** Whether samples were read that async-profiler may not have counted. */
    private boolean uncertain;
    /** More that were counted than accounted for at the last cut. */
    private long missing;
    /** Whether a chunk that could not be read may be why samples are missing. */
    private boolean unreadable;

    private boolean damaged;
    private boolean stopped;

    private Session(Profiler profiler, SamplingPlan plan, ChunkReader reader, RecordingFile file, Finished finished) {
        this.profiler = profiler;
        this.plan = plan;
        this.reader = reader;
        reader.beginSession();
        this.file = file;
        this.finished = finished;
    }

    /**
     * Starts to sample, by the clock of {@link ProfilerClock}.
     *
     * @param plan at least one event
     * @param reader that goes by its rates
     * @param finished where recordings go
     * @throws IOException if async-profiler refuses
     */
    static Session start(
            Profiler profiler, SamplingPlan plan, ChunkReader reader, RecordingFile file, Finished finished)
            throws IOException {
        try {
            profiler.execute("start,jfr," + ProfilerEvents.of(plan.rates(), profiler.cores())
                    + ",loglevel=error,jstackdepth=1024,clock=monotonic,jfropts=" + NO_FACTS + ",file=" + file.path());
        } catch (UnansweredException e) {
            // Perhaps it starts: the next cut will see.
        } catch (IOException e) {
            throw new IOException("async-profiler could not start: " + e.getMessage(), e);
        }
        return new Session(profiler, plan, reader, file, finished);
    }

    /** Goes on with one that another process began. */
    static Session resume(
            Profiler profiler,
            SamplingPlan plan,
            ChunkReader reader,
            RecordingFile file,
            SessionState state,
            Finished finished) {
        Session session = new Session(profiler, plan, reader, file, finished);
        session.readBytes = state.readBytes();
        session.counted = state.counted();
        session.accounted = state.accounted();
        session.surelyAccounted = state.surelyAccounted();
        session.declaredLost = state.declaredLost();
        session.uncertain = state.isUncertain();
        session.missing = state.missing();
        return session;
    }

    SessionState state() {
        return new SessionState(readBytes, counted, accounted, surelyAccounted, declaredLost, uncertain, missing);
    }

    RecordingFile file() {
        return file;
    }

    SamplingPlan plan() {
        return plan;
    }

    /** Whether another plan asks for the same samples, so that this session can go on by it. */
    boolean canGoOnBy(SamplingPlan other) {
        return other.rates().equals(plan.rates());
    }

    boolean isActive() throws IOException {
        return profiler.execute("status").startsWith("Profiling is running");
    }

    /** Whether a chunk could not be read at the last cut: then those after it cannot be either. */
    boolean isDamaged() {
        return damaged;
    }

    long fileBytes() {
        return fileBytes;
    }

    /**
     * Ends the interval and begins the next one.
     *
     * @param next by which {@link #canGoOnBy this can go on}
     * @throws IOException if a chunk cannot be read; those before it were
     */
    void cut(SamplingPlan next) throws IOException {
        try {
            cut();
        } finally {
            plan = next;
        }
    }

    /** The same by the same plan. */
    void cut() throws IOException {
        counted = profiler.samples();
        profiler.execute("dump,jfr,file=" + file.path());
        readChunks(false);
        // What is more than was counted now was never in the counter.
        accounted = Math.min(accounted, most);
        long missingNow = Math.max(0, counted - accounted);
        long lost = Math.max(Math.min(missing, missingNow), skipped() - declaredLost);
        lose(lost);
        missing = Math.max(0, missingNow - lost);
        unreadable &= missing > 0;
    }

    /**
     * Stops sampling, before the {@link #end}.
     *
     * @throws UnansweredException if it may go on
     */
    void stop() throws UnansweredException {
        if (stopped) {
            return;
        }
        try {
            profiler.execute("stop");
        } catch (UnansweredException e) {
            throw e;
        } catch (IOException e) {
            // It had stopped before.
        }
        stopped = true;
    }

    /**
     * Stops sampling; whatever fails then, every sample that was counted is in a recording or declared lost.
     *
     * @throws IOException if a chunk cannot be read
     */
    void end() throws IOException {
        try {
            stop();
        } catch (UnansweredException e) {
            // Then what is recorded so far has to do.
        }
        try {
            readChunks(true);
        } catch (IOException | RuntimeException | Error e) {
            unreadable = true;
            throw e;
        } finally {
            // Into an empty file nothing was sampled, and the counter is that of the session before.
            if (fileBytes != 0) {
                lose(Math.max(Math.max(0, lastCounted() - accounted), skipped() - declaredLost));
            }
            file.delete();
        }
    }

    /**
     * Samples that async-profiler says it skipped. Asked only where its counter does not tell, as there are samples that may be in
     * it or not and can make up for lost ones.
     */
    private long skipped() {
        if (uncertain) {
            try {
                Matcher skipped = SKIPPED.matcher(profiler.execute("metrics"));
                return skipped.find() ? Long.parseLong(skipped.group(1)) : 0;
            } catch (IOException e) {
                // Then only the counter tells.
            }
        }
        return 0;
    }

    private void lose(long samples) {
        accounted += samples;
        surelyAccounted += samples;
        declaredLost += samples;
        if (unreadable) {
            finished.loseUnreadable(samples);
        } else {
            finished.loseNotRecorded(samples);
        }
    }

    /** As many as there can be in the recording: unknown of a JVM that has ended. */
    private long most() {
        try {
            return profiler.samples();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** By async-profiler, or as many as it had counted before, if its JVM has ended. */
    private long lastCounted() {
        try {
            counted = profiler.samples();
        } catch (IOException e) {
            // What was counted since then and is not in the recording nobody knows.
        }
        return counted;
    }

    private void readChunks(boolean toTheEnd) throws IOException {
        damaged = true;
        long before = readBytes;
        most = most();
        FileChannel channel = file.channel();
        fileBytes = channel.size();
        while (readBytes + HEADER_BYTES <= fileBytes) {
            ByteBuffer header = read(channel, readBytes, HEADER_BYTES);
            if (!toTheEnd && header.getLong(CONSTANTS_AT) == 0) {
                break; // It is being written: this is filled in when it ends.
            }
            long bytes = header.getLong(SIZE_AT);
            if (header.getInt(0) != MAGIC || bytes < HEADER_BYTES || bytes > fileBytes - readBytes) {
                break;
            }
            ReadChunk chunk = read(read(channel, readBytes, Math.toIntExact(bytes)));
            finished.add(chunk.recording.by(plan));
            readBytes += bytes;
            accounted += chunk.counted + chunk.perhapsCounted;
            surelyAccounted += chunk.counted;
            uncertain |= chunk.perhapsCounted > 0;
        }
        if (toTheEnd ? readBytes < fileBytes : readBytes == before) {
            throw new IOException("the recording is damaged at its byte " + readBytes);
        }
        damaged = false;
    }

    private ReadChunk read(ByteBuffer bytes) {
        try {
            ReadChunk chunk = reader.read(bytes);
            // More than async-profiler took means that other bytes were taken for samples.
            if (chunk.counted <= most - surelyAccounted) {
                return chunk;
            }
            reader.forget();
        } catch (IOException | RuntimeException e) {
            // As below.
        }
        unreadable = true;
        return new ReadChunk(ChunkReader.unreadable(bytes), 0, 0);
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the recording ends early");
            }
        }
        buffer.rewind();
        return buffer;
    }
}
