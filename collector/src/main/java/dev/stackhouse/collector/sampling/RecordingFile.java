package dev.stackhouse.collector.sampling;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** The file that one session of async-profiler writes: of this process, or in the file system of another one. */
public interface RecordingFile {
    /** Its path as async-profiler is told it. */
    String path();

    /** The file, open for reading until it is deleted, whatever becomes of its name. */
    FileChannel channel() throws IOException;

    /** Closes and deletes it. */
    void delete() throws IOException;
}
