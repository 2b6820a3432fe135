package dev.stackhouse.collector.sampling;

import java.io.IOException;

/** async-profiler after the end of a session whose recording is still to be read: its last count is known, and nothing can be asked. */
final class EndedProfiler implements Profiler {
    private final long counted;

    EndedProfiler(long counted) {
        this.counted = counted;
    }

    @Override
    public String execute(String arguments) throws IOException {
        throw new IOException("the session has ended");
    }

    @Override
    public long samples() {
        return counted;
    }

    /** Of no use any more. */
    @Override
    public int cores() {
        return 1;
    }
}
