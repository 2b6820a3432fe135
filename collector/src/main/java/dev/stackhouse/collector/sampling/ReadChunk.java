package dev.stackhouse.collector.sampling;

/** What was read of a chunk, and how much of it async-profiler's counter has counted. */
final class ReadChunk {
    final Recording recording;
    /** Samples that were read and are in the counter. */
    final long counted;
    /** Samples that were read and may be in the counter or not. */
    final long perhapsCounted;

    ReadChunk(Recording recording, long counted, long perhapsCounted) {
        this.recording = recording;
        this.counted = counted;
        this.perhapsCounted = perhapsCounted;
    }
}
