package dev.stackhouse.collector.sampling;

import java.io.IOException;
import one.profiler.AsyncProfiler;

/** async-profiler in this JVM. */
final class OwnProfiler implements Profiler {
    private final AsyncProfiler profiler = AsyncProfiler.getInstance();

    /** As in "4.6"; empty if it does not say. */
    static String version() {
        try {
            return AsyncProfiler.getInstance().getVersion();
        } catch (RuntimeException | LinkageError e) {
            return "";
        }
    }

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

    @Override
    public int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
