package dev.stackhouse.collector.facts;

import java.nio.file.Paths;
import java.util.SortedMap;
import java.util.TreeMap;

/** Facts about the JVM that this code runs in. */
public final class OwnFacts {
    private OwnFacts() {}

    /**
     * Asks the JVM, the kernel and the file system; what cannot be known is left out.
     *
     * @param collectorVersion of this collector, or empty
     * @param profilerVersion of async-profiler, or empty
     */
    public static Facts read(String collectorVersion, String profilerVersion) {
        Facts facts = new Facts();
        try {
            addTo(facts, collectorVersion, profilerVersion);
        } catch (RuntimeException | LinkageError e) {
            // As in a runtime that was made without the module java.management. What is known by now is told.
        }
        return facts;
    }

    private static void addTo(Facts facts, String collectorVersion, String profilerVersion) {
        facts.put("collector.version", collectorVersion);
        facts.put("profiler.version", profilerVersion);
        facts.put("application.version", labels().get("version"));
        facts.put("jvm.vendor", System.getProperty("java.vm.vendor"));
        facts.put("jvm.name", System.getProperty("java.vm.name"));
        facts.put("jvm.version", System.getProperty("java.runtime.version"));
        facts.put("jvm.heap_limit_bytes", Runtime.getRuntime().maxMemory());
        facts.put("jvm.cores", Runtime.getRuntime().availableProcessors());
        facts.put("jvm.main", command().main());
        facts.put("os.name", System.getProperty("os.name"));
        facts.put("os.arch", System.getProperty("os.arch"));
        ProcessFacts.addKernel(facts, new ProcessFiles(Paths.get("/proc/self")), Paths.get("/"));
        ManagedFacts.addTo(facts);
    }

    /** Labels that the surroundings of this JVM tell. */
    public static SortedMap<String, String> labels() {
        try {
            return DeploymentLabels.of(System.getenv(), command(), System.getProperty("user.dir", "/"), Paths.get("/"));
        } catch (RuntimeException e) {
            // They are a convenience: without them the JVM is profiled all the same.
            return new TreeMap<>();
        }
    }

    private static CommandLine command() {
        return CommandLine.ofParts(
                System.getProperty("sun.java.command", ""), System.getProperty("java.class.path", ""));
    }
}
