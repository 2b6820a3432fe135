package dev.stackhouse.collector.sampling;

import java.io.IOException;

/** Makes files for recordings, and hears which of them is written. */
public interface RecordingFiles {
    /**
     * Makes an empty one.
     *
     * @throws IOException if there is no room for it
     */
    RecordingFile create() throws IOException;

    /**
     * A session is about to write a file. The session before it has ended and was read, but none of what was read has been taken yet.
     *
     * @param plan by which it samples
     * @param countedBefore samples that async-profiler counted in the session before, 0 if there was none
     * @throws IOException if it must not begin
     */
    default void begins(RecordingFile file, SamplingPlan plan, long countedBefore) throws IOException {}
}
