package dev.stackhouse.bench.overhead;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The profilers that are compared. */
final class Profilers {
    private static final String CPU_99_HZ = ",cpu.interval=10100us";
    private static final String CPU = ",cpu.interval=10ms";
    private static final String SAME_EVENTS = ",alloc.bytes=512k,lock.threshold=10ms";

    private Profilers() {}

    static List<Profiler> all(Path root) {
        StackhouseNode node = new StackhouseNode(
                "from the node cpu 99 Hz",
                root.resolve("collector/node"),
                Map.of(
                        "STACKHOUSE_CPU_INTERVAL", "10100us",
                        "STACKHOUSE_ALLOC_BYTES", "off",
                        "STACKHOUSE_LOCK_THRESHOLD", "off"));
        List<Profiler> profilers = new ArrayList<>(agents(root));
        if (node.isBuilt()) {
            profilers.add(node);
        }
        return profilers;
    }

    private static List<Profiler> agents(Path root) {
        Path ours = root.resolve("collector/target/stackhouse-collector.jar");
        Path theirs = root.resolve("bench/target/overhead/pyroscope-agent.jar");
        return List.of(
                new StackhouseAgent("cpu 99 Hz", ours, CPU_99_HZ + ",alloc.bytes=off,lock.threshold=off"),
                new StackhouseAgent("cpu alloc lock", ours, CPU + SAME_EVENTS),
                new StackhouseAgent(
                        "all events", ours, CPU + SAME_EVENTS + ",wall.interval=50ms,live=on,nativemem.bytes=1m"),
                // Its defaults: itimer every 10 ms, nothing else.
                new PyroscopeAgent("pyroscope", theirs, Map.of()),
                new PyroscopeAgent(
                        "pyroscope cpu alloc lock",
                        theirs,
                        Map.of(
                                "PYROSCOPE_PROFILER_EVENT", "cpu",
                                "PYROSCOPE_PROFILER_ALLOC", "512k",
                                "PYROSCOPE_PROFILER_LOCK", "10ms")));
    }
}
