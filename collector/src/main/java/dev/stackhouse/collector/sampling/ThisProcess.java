package dev.stackhouse.collector.sampling;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Which process this is. */
final class ThisProcess {
    /** Place of the start time behind the name of the program, which may contain anything (proc(5), /proc/pid/stat). */
    private static final int START_TICKS = 20;

    private ThisProcess() {}

    /** Its number and the time of its start: what no other process of this machine has. */
    static String start() throws IOException {
        Path stat = Paths.get("/proc/self/stat");
        if (Files.isReadable(stat)) {
            String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            int name = line.lastIndexOf(')');
            return line.substring(0, line.indexOf(' ')) + "-"
                    + line.substring(name + 1).split(" ", -1)[START_TICKS];
        }
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        return runtime.getName().replaceAll("\\D.*", "") + "-" + runtime.getStartTime();
    }
}
