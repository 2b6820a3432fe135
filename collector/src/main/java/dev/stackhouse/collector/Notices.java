package dev.stackhouse.collector;

/** What the agent has to say to whoever reads the application's standard error: little, and each thing once while it lasts. */
public final class Notices {
    private static String last = "";

    private Notices() {}

    /** Says a sentence, unless it was the last one said. */
    public static synchronized void say(String sentence) {
        if (!sentence.equals(last)) {
            last = sentence;
            System.err.println("stackhouse: " + sentence);
        }
    }
}
