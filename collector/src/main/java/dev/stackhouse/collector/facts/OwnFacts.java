package dev.stackhouse.collector.facts;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Paths;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
        addManaged(facts);
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

    private static void addManaged(Facts facts) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        facts.put("jvm.flags", Flags.shown(runtime.getInputArguments()));
        facts.put("jvm.started", Instant.ofEpochMilli(runtime.getStartTime()).toString());
        TreeSet<String> collectors = new TreeSet<>();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collectors.add(family(collector.getName()));
        }
        facts.put("jvm.gc", String.join(", ", collectors));
    }

    /** "G1 Young Generation" is of G1; a name that is not known stays as it is. */
    static String family(String collector) {
        String name = collector.toLowerCase(Locale.ROOT);
        if (name.startsWith("g1 ")) {
            return "G1";
        }
        if (name.startsWith("zgc")) {
            return "Z";
        }
        if (name.startsWith("shenandoah")) {
            return "Shenandoah";
        }
        if (name.startsWith("ps ")) {
            return "Parallel";
        }
        if (name.startsWith("epsilon")) {
            return "Epsilon";
        }
        if (name.equals("parnew") || name.equals("concurrentmarksweep")) {
            return "ConcMarkSweep";
        }
        return name.equals("copy") || name.equals("marksweepcompact") ? "Serial" : collector;
    }
}
