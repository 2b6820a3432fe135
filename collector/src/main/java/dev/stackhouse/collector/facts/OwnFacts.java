package dev.stackhouse.collector.facts;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Paths;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Facts about the JVM that this code runs in. */
public final class OwnFacts {
    private OwnFacts() {}

    /**
     * Asks the JVM, the kernel and the file system; what cannot be known is left out.
     *
     * @param collectorVersion of this collector, or empty
     * @param profilerVersion of async-profiler, or empty
     * @param applicationVersion or empty
     */
    public static Facts read(String collectorVersion, String profilerVersion, String applicationVersion) {
        Facts facts = new Facts();
        facts.put("collector.version", collectorVersion);
        facts.put("profiler.version", profilerVersion);
        facts.put("application.version", applicationVersion);
        facts.put("jvm.vendor", System.getProperty("java.vm.vendor"));
        facts.put("jvm.name", System.getProperty("java.vm.name"));
        facts.put("jvm.version", System.getProperty("java.runtime.version"));
        facts.put("jvm.heap_limit_bytes", Runtime.getRuntime().maxMemory());
        facts.put("jvm.cores", Runtime.getRuntime().availableProcessors());
        facts.put("jvm.main", command(Collections.<String>emptyList()).main());
        facts.put("os.name", System.getProperty("os.name"));
        facts.put("os.arch", System.getProperty("os.arch"));
        ProcessFacts.addKernel(facts, new ProcessFiles(Paths.get("/proc/self")), Paths.get("/"));
        try {
            addManaged(facts);
        } catch (LinkageError e) {
            // A runtime that was made without the module java.management.
        }
        return facts;
    }

    /** The command that started this JVM. */
    public static CommandLine command(List<String> jvmArguments) {
        return CommandLine.of(
                jvmArguments, System.getProperty("sun.java.command", ""), System.getProperty("java.class.path", ""));
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
