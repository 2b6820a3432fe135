package dev.stackhouse.bench.overhead;

import java.util.List;

/** Nothing: what the others are compared with. */
record NoProfiler(String name) implements Profiler {
    @Override
    public List<String> jvmOptions(Destinations destinations) {
        return List.of();
    }

    @Override
    public List<Sent> sent(Destinations destinations) {
        return List.of();
    }
}
