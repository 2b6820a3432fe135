package dev.stackhouse.collector.budget;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.function.LongSupplier;

/** CPU time of a whole process, of all its threads, also those that have ended. */
public final class ProcessCpu {
    /** Of Linux towards programs, on every architecture that Java runs on: sysconf(_SC_CLK_TCK). */
    private static final long NANOS_PER_TICK = 10_000_000;
    /** Fields of /proc/PID/stat behind the name, which may contain anything (man 5 proc). */
    private static final int UTIME = 11;

    private static final int STIME = 12;

    private final Path stat;
    private final LongSupplier otherwise;

    private ProcessCpu(Path stat, LongSupplier otherwise) {
        this.stat = stat;
        this.otherwise = otherwise;
    }

    static ProcessCpu ofThisJvm() {
        return ofThisJvm(Paths.get("/proc/self"));
    }

    static ProcessCpu ofThisJvm(Path directory) {
        return new ProcessCpu(directory.resolve("stat"), ProcessCpu::nanosOfBean);
    }

    /**
     * Of another process.
     *
     * @param directory of it, as /proc/PID
     */
    public static ProcessCpu of(Path directory) {
        return new ProcessCpu(directory.resolve("stat"), () -> -1);
    }

    /** In nanoseconds; -1 where it cannot be told. */
    public long nanos() {
        try {
            String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * NANOS_PER_TICK;
        } catch (IOException | RuntimeException e) {
            return otherwise.getAsLong();
        }
    }

    /** Where there is no /proc; com.sun.management is not in every JVM. */
    private static long nanosOfBean() {
        try {
            Class<?> type = Class.forName("com.sun.management.OperatingSystemMXBean");
            OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
            Method method = type.getMethod("getProcessCpuTime");
            Object nanos = type.isInstance(bean) ? method.invoke(bean) : null;
            return nanos instanceof Long ? (Long) nanos : -1;
        } catch (ReflectiveOperationException | LinkageError e) {
            return -1;
        }
    }
}
