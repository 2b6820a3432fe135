package dev.stackhouse.collector.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Entry of {@code -javaagent}. Starts the collector in a class loader of its own, whose parent is the platform's, so that neither side
 * sees a class of the other. Whatever goes wrong here is one line on standard error: the application starts all the same.
 */
public final class Agent {
    private static final String COLLECTOR = "dev.stackhouse.collector.Collector";

    /** How the application's classes find the functions of a collector; empty while there is none. */
    private static final AtomicReferenceArray<Object> HANDOVER = new AtomicReferenceArray<>(3);

    private Agent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation);
    }

    public static void agentmain(String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation);
    }

    /** Called through reflection by the API for applications: {@code dev.stackhouse.api.Handover} says what is in it. */
    public static AtomicReferenceArray<Object> handover() {
        return HANDOVER;
    }

    private static void start(String arguments, Instrumentation instrumentation) {
        try {
            // Never closed: the collector lives as long as the JVM.
            URLClassLoader loader = new URLClassLoader(
                    new URL[] {unpack()}, ClassLoader.getSystemClassLoader().getParent());
            Class.forName(COLLECTOR, true, loader)
                    .getMethod("start", String.class, Instrumentation.class, AtomicReferenceArray.class)
                    .invoke(null, arguments == null ? "" : arguments, instrumentation, HANDOVER);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            report(cause == null ? e : cause);
        } catch (IOException | ReflectiveOperationException | LinkageError e) {
            report(e);
        }
    }

    private static URL unpack() throws IOException {
        try (InputStream inner = Agent.class.getResourceAsStream("/stackhouse-collector.inner")) {
            if (inner == null) {
                throw new IOException("the agent's jar is incomplete; build it again");
            }
            Path copy = Files.createTempFile("stackhouse-collector", ".jar");
            copy.toFile().deleteOnExit();
            Files.copy(inner, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy.toUri().toURL();
        }
    }

    private static void report(Throwable failure) {
        System.err.println("stackhouse: not profiling this JVM: " + failure.getMessage());
    }
}
