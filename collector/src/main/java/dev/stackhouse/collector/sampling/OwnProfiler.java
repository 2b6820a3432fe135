package dev.stackhouse.collector.sampling;

import java.io.IOException;
import one.profiler.AsyncProfiler;

/** async-profiler in this JVM. */
final class OwnProfiler implements Profiler {
    private final AsyncProfiler profiler = AsyncProfiler.getInstance();

    @Override
    public String execute(String arguments) throws IOException {
        try {
            return profiler.execute(arguments);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public long samples() {
        return profiler.getSamples();
    }
}
