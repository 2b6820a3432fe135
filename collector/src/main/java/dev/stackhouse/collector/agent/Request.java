package dev.stackhouse.collector.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What the agent is asked to do, and where the answer goes: "ok" or "failed" and a sentence, one line each. */
final class Request {
    static final String COLLECTOR = "dev.stackhouse.collector.Collector";

    private static final String ANSWER = "answer=";
    private static final String DETACH = "detach";

    private final String settings;
    private final @Nullable Path answer;

    Request(String arguments) {
        int end = arguments.indexOf(',');
        if (arguments.startsWith(ANSWER)) {
            answer = Paths.get(arguments.substring(ANSWER.length(), end < 0 ? arguments.length() : end));
            settings = end < 0 ? "" : arguments.substring(end + 1);
        } else {
            answer = null;
            settings = arguments;
        }
    }

    void run(Class<?> collector, Instrumentation instrumentation, AtomicReferenceArray<Object> handover) {
        try {
            Object sentence = settings.equals(DETACH)
                    ? collector.getMethod("detach").invoke(null)
                    : collector
                            .getMethod("attach", String.class, Instrumentation.class, AtomicReferenceArray.class)
                            .invoke(null, settings, instrumentation, handover);
            if (settings.equals(DETACH) && collector.getClassLoader() instanceof CollectorLoader) {
                ((CollectorLoader) collector.getClassLoader()).close();
            }
            answer("ok\n" + sentence + "\n");
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            failed(cause == null ? e : cause);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void failed(Throwable failure) {
        String message = failure.getMessage();
        String sentence = message == null || failure instanceof Error ? failure.toString() : message;
        try {
            if (answer == null) {
                System.err.println("stackhouse: not profiling this JVM: " + sentence);
            } else {
                answer("failed\n" + sentence.replace('\n', ' ') + "\n");
            }
        } catch (Throwable e) {
            // Nobody is there to be told.
        }
    }

    private void answer(String lines) throws IOException {
        if (answer != null) {
            // Only into what is there: whoever waits for it made it.
            Files.write(
                    answer,
                    lines.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        }
    }
}
