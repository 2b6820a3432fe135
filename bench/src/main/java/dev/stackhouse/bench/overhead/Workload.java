package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that works as fast as it can, and counts what it has done. */
interface Workload {
    /**
     * All that there are.
     *
     * @param root of the project, built
     */
    static List<Workload> all(Path root) {
        return List.of(ShopWorkload.of(root), ProgramWorkload.orders(root), ProgramWorkload.deep(root));
    }

    String name();

    /**
     * Starts it in a JVM of its own.
     *
     * @param jvmOptions those of the measurement and of the profiler
     */
    Running start(Jdk jdk, List<String> jvmOptions, Map<String, String> variables, Path errors)
            throws IOException, InterruptedException;

    /** It is at work until it is closed. For one thread. */
    interface Running extends AutoCloseable {
        MeasuredProcess process();

        long operations() throws IOException, InterruptedException;

        @Override
        void close() throws IOException;
    }
}
