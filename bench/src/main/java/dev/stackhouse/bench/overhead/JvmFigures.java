package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM tells through jcmd. To ask disturbs it: it collects its garbage first.
 *
 * @param loadedClasses since its start
 * @param liveHeapBytes of objects that can be reached
 */
record JvmFigures(long loadedClasses, long liveHeapBytes) {
    private static final Pattern LOADED = Pattern.compile("java\\.cls\\.(?:loadedClasses|sharedLoadedClasses)=(\\d+)");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    static JvmFigures of(Jdk jdk, long processId) throws IOException, InterruptedException {
        Matcher classes = LOADED.matcher(ask(jdk, processId, "PerfCounter.print"));
        long loaded = 0;
        while (classes.find()) {
            loaded += Long.parseLong(classes.group(1));
        }
        return new JvmFigures(loaded, liveHeapBytes(jdk, processId));
    }

    /** That alone. */
    static long liveHeapBytes(Jdk jdk, long processId) throws IOException, InterruptedException {
        Matcher total = TOTAL.matcher(ask(jdk, processId, "GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("jcmd told nothing of process " + processId);
        }
        return Long.parseLong(total.group(1));
    }

    private static String ask(Jdk jdk, long processId, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        jdk.jcmd(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:+UseSerialGC",
                        Long.toString(processId),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + said.strip());
        }
        return said;
    }
}
