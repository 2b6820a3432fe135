package dev.stackhouse.collector.facts;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeSet;

/** Facts that the management interface of this JVM tells. On its own, as a runtime may have been made without that. */
final class ManagedFacts {
    private ManagedFacts() {}

    static void addTo(Facts facts) {
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
