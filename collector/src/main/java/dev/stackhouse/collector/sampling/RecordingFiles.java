package dev.stackhouse.collector.sampling;

import java.io.IOException;

/** Makes files for recordings. */
public interface RecordingFiles {
    /**
     * Makes an empty one.
     *
     * @throws IOException if there is no room for it
     */
    RecordingFile create() throws IOException;
}
