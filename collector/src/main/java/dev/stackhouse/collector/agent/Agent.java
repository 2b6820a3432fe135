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

/**
 * Entry of {@code -javaagent}. Starts the collector in a class loader of its own, whose parent is the platform's, so that neither side
 * sees a class of the other. Whatever goes wrong here is one line on standard error: the application starts all the same.
 */
public final class Agent {
    private static final String COLLECTOR = "dev.stackhouse.collector.Collector";

    private Agent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        start(arguments);
    }

    public static void agentmain(String arguments, Instrumentation instrumentation) {
        start(arguments);
    }

    private static void start(String arguments) {
        try {
            // Never closed: the collector lives as long as the JVM.
            URLClassLoader loader = new URLClassLoader(
                    new URL[] {unpack()}, ClassLoader.getSystemClassLoader().getParent());
            Class.forName(COLLECTOR, true, loader)
                    .getMethod("start", String.class)
                    .invoke(null, arguments == null ? "" : arguments);
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
