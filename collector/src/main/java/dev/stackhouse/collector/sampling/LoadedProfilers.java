package dev.stackhouse.collector.sampling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * The async-profilers that somebody loaded into this JVM. Two of them fight for the same signals and hooks, and can take the JVM with
 * them. Known on Linux only.
 */
final class LoadedProfilers {
    private static final String ANY = "libasyncProfiler";
    /** How the name of the collector's own begins. */
    static final String OURS = ANY + "-stackhouse-";

    private LoadedProfilers() {}

    /**
     * Finds out whether there is one that is not the collector's.
     *
     * @throws IOException if there is
     */
    static void refuseOthers() throws IOException {
        Path maps = Paths.get("/proc/self/maps");
        if (!Files.isReadable(maps)) {
            return;
        }
        for (String mapping : Files.readAllLines(maps, StandardCharsets.ISO_8859_1)) {
            int path = mapping.indexOf('/');
            if (path >= 0 && mapping.contains(ANY) && !mapping.contains(OURS)) {
                throw new IOException("it is profiled already, by another async-profiler: " + mapping.substring(path));
            }
        }
    }
}
