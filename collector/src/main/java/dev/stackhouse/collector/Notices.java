package dev.stackhouse.collector;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the agent has to say to whoever reads the application's standard error: little, and each thing once while it lasts. Of
 * each subject the last thing said is known. Two sentences say the same if they do up to the first ": ", behind which the cause
 * is, numbers aside: an outage with changing causes is one. Thread-safe.
 */
public final class Notices {
    private static final String KAFKA = "kafka";
    private static final Notices OF_THIS_JVM = new Notices(line -> System.err.println(line));

    private final Consumer<String> lines;
    private final Map<String, String> lastBySubject = new HashMap<>();

    Notices(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Says a sentence about publishing, unless it was the last one said of it. */
    public static void say(String sentence) {
        say(KAFKA, sentence);
    }

    /** Says a sentence about a subject, unless it was the last one said of it. */
    public static void say(String subject, String sentence) {
        OF_THIS_JVM.tell(subject, sentence);
    }

    /**
     * Says a sentence about a subject and the cause behind it, unless it was the last one said of it. Fails never, not even for want
     * of memory: then it says nothing.
     *
     * @param sentence ends with ": "
     */
    public static void say(String subject, String sentence, Throwable cause) {
        try {
            say(subject, sentence + cause);
        } catch (RuntimeException | Error e) {
            // Whoever calls this is dealing with a failure and shall not have another.
        }
    }

    /** Forgets what was said about a subject: it is over, and would be told again. */
    public static void forget(String subject) {
        OF_THIS_JVM.end(subject);
    }

    /** Forgets everything that was said. */
    static void forgetAll() {
        OF_THIS_JVM.endAll();
    }

    synchronized void tell(String subject, String sentence) {
        String shape = shape(sentence);
        if (!shape.equals(lastBySubject.put(subject, shape))) {
            lines.accept("stackhouse: " + sentence);
        }
    }

    synchronized void end(String subject) {
        lastBySubject.remove(subject);
    }

    private synchronized void endAll() {
        lastBySubject.clear();
    }

    private static String shape(String sentence) {
        int cause = sentence.indexOf(": ");
        return (cause < 0 ? sentence : sentence.substring(0, cause)).replaceAll("\\d+", "#");
    }
}
