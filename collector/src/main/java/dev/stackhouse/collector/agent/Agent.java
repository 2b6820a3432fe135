package dev.stackhouse.collector.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Entry of {@code -javaagent} and of an attachment to a running JVM. The collector is loaded by a class loader of its own,
 * whose parent is the platform's, so that neither side sees a class of the other. All that takes time happens on a daemon
 * thread: the application starts meanwhile. Whatever goes wrong is one sentence; the application runs all the same.
 *
 * <p>This class keeps nothing of a collector but, while there is one, the functions for the application's labels: an earlier collector is found among the classes that are loaded. Where there is one that was
 * detached, and nothing has collected its loader yet, it starts again.
 *
 * <p>Arguments are settings, or {@code detach}. Whoever attaches may put {@code answer=FILE,} before them: the file gets the answer,
 * which otherwise is a line on standard error if something went wrong.
 */
public final class Agent {
    /** How the application's classes find the functions of a collector; empty while there is none. */
    private static final AtomicReferenceArray<Object> HANDOVER = new AtomicReferenceArray<>(3);

    private Agent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        run(arguments, instrumentation);
    }

    public static void agentmain(String arguments, Instrumentation instrumentation) {
        run(arguments, instrumentation);
    }

    /** Called through reflection by the API for applications: {@code dev.stackhouse.api.Handover} says what is in it. */
    public static AtomicReferenceArray<Object> handover() {
        return HANDOVER;
    }

    private static void run(String arguments, Instrumentation instrumentation) {
        Request request = new Request(arguments == null ? "" : arguments);
        try {
            Thread thread = new Thread(() -> run(request, instrumentation), "stackhouse-start");
            thread.setDaemon(true);
            thread.start();
        } catch (Throwable e) {
            request.failed(e);
        }
    }

    private static void run(Request request, Instrumentation instrumentation) {
        try {
            Class<?> collector = collector(instrumentation);
            // Libraries find their own classes through it, and so do the threads that this one starts.
            Thread.currentThread().setContextClassLoader(collector.getClassLoader());
            request.run(collector, instrumentation, HANDOVER);
        } catch (Throwable e) {
            request.failed(e);
        }
    }

    /** The one that is in this JVM, or a new one. */
    private static synchronized Class<?> collector(Instrumentation instrumentation)
            throws ClassNotFoundException, IOException, URISyntaxException {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getClassLoader() instanceof CollectorLoader
                    && loaded.getName().equals(Request.COLLECTOR)) {
                return loaded;
            }
        }
        return new CollectorLoader(CollectorLoader.jar()).loadClass(Request.COLLECTOR);
    }
}
