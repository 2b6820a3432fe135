package dev.stackhouse.collector.facts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The command that started a JVM, taken apart as the java launcher does it. Arguments of the application are left out: they may be
 * anything. Immutable.
 */
public final class CommandLine {
    private static final Set<String> CLASS_PATHS = new HashSet<>(Arrays.asList("-cp", "-classpath", "--class-path"));
    private static final Set<String> OTHER_PATHS =
            new HashSet<>(Arrays.asList("-p", "--module-path", "--upgrade-module-path"));
    private static final Set<String> WITH_A_VALUE = new HashSet<>(Arrays.asList(
            "--add-modules",
            "--limit-modules",
            "--add-reads",
            "--add-exports",
            "--add-opens",
            "--patch-module",
            "--source"));

    private final List<String> jvmArguments;
    private final String main;
    private final String firstOfClassPath;

    private CommandLine(List<String> jvmArguments, String main, String firstOfClassPath) {
        this.jvmArguments = Collections.unmodifiableList(jvmArguments);
        this.main = main;
        this.firstOfClassPath = firstOfClassPath;
    }

    /** Of the content of {@code /proc/PID/cmdline}. */
    public static CommandLine of(byte[] cmdline) {
        String text = new String(cmdline, StandardCharsets.UTF_8);
        return of(Arrays.asList(text.split("\0", -1)));
    }

    /**
     * Of the words of the command.
     *
     * @param words the executable first
     */
    public static CommandLine of(List<String> words) {
        List<String> jvmArguments = new ArrayList<>();
        String classPath = "";
        String main = "";
        for (int i = 1; i < words.size() && main.isEmpty(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            if (word.equals("-jar") || word.equals("-m") || word.equals("--module")) {
                main = next;
            } else if (CLASS_PATHS.contains(word)) {
                classPath = next;
                i++;
            } else if (word.startsWith("--class-path=")) {
                classPath = word.substring(word.indexOf('=') + 1);
            } else if (OTHER_PATHS.contains(word)) {
                i++;
            } else if (WITH_A_VALUE.contains(word)) {
                jvmArguments.add(word + "=" + next);
                i++;
            } else if (word.startsWith("-") || word.startsWith("@")) {
                jvmArguments.add(word);
            } else {
                main = word;
            }
        }
        return new CommandLine(jvmArguments, main, classPath.split(":", 2)[0]);
    }

    /**
     * Of the JVM that this runs in, which does not tell its own arguments here.
     *
     * @param javaCommand main class or jar and the arguments of the application
     */
    static CommandLine ofParts(String javaCommand, String classPath) {
        return new CommandLine(
                Collections.emptyList(),
                javaCommand.trim().split(" ", 2)[0],
                classPath.split(":", 2)[0]);
    }

    /** Arguments of the JVM without those that are paths to classes. */
    public List<String> jvmArguments() {
        return jvmArguments;
    }

    /** Main class, jar (with its path) or module; empty if none is named. */
    public String main() {
        return main;
    }

    /** The jar that the application is in, as far as one can tell: the main one, or the first of the class path; else empty. */
    public String applicationJar() {
        return main.endsWith(".jar") ? main : firstOfClassPath.endsWith(".jar") ? firstOfClassPath : "";
    }
}
