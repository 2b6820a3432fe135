package dev.stackhouse.collector.facts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The arguments of a JVM without anything that may be a secret. What is shown is what is known to be harmless, rather than all
 * but what looks like a secret: a password looks like anything. Values of system properties are only shown of some of the JDK's
 * own, options of agents never.
 */
final class Flags {
    private static final String MASK = "***";
    private static final int LONGEST = 300;
    private static final Pattern HARMLESS = Pattern.compile("[\\w./%+:,=*-]{1," + LONGEST + "}");
    private static final Pattern SECRET =
            Pattern.compile("pass(?:wd|word|phrase)|secret|token|credential|api[._-]?key|private[._-]?key");
    private static final Pattern PROPERTY_NAME = Pattern.compile("[\\w.-]{1,100}");
    /** Run by a shell, and so anything. */
    private static final Set<String> COMMANDS = new HashSet<>(Arrays.asList("OnError", "OnOutOfMemoryError"));

    private static final Set<String> SHOWN_PROPERTIES = new HashSet<>(Arrays.asList(
            "file.encoding",
            "java.awt.headless",
            "java.net.preferIPv4Stack",
            "java.net.preferIPv6Addresses",
            "java.util.concurrent.ForkJoinPool.common.parallelism",
            "jdk.nio.maxCachedBufferSize",
            "jdk.tracePinnedThreads",
            "jdk.virtualThreadScheduler.maxPoolSize",
            "jdk.virtualThreadScheduler.parallelism",
            "sun.net.inetaddr.ttl",
            "user.country",
            "user.language",
            "user.timezone"));

    private Flags() {}

    /** The arguments, separated by spaces; {@value #MASK} stands for what is not shown. */
    static String shown(List<String> jvmArguments) {
        List<String> shown = new ArrayList<>();
        for (String argument : jvmArguments) {
            shown.add(shown(argument));
        }
        return String.join(" ", shown);
    }

    private static String shown(String argument) {
        if (argument.startsWith("-D")) {
            return property(argument);
        }
        if (argument.startsWith("-javaagent:") || argument.startsWith("-agent")) {
            return before(argument, '=');
        }
        if (argument.startsWith("-Xrun")) {
            return before(argument, ':');
        }
        int equals = argument.indexOf('=');
        if (argument.startsWith("-XX:") && equals > 0 && COMMANDS.contains(argument.substring(4, equals))) {
            return before(argument, '=');
        }
        boolean harmless = HARMLESS.matcher(argument).matches() && !isSecret(argument);
        return harmless && argument.startsWith("-") ? argument : before(argument, '=');
    }

    private static String property(String argument) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
        if (!PROPERTY_NAME.matcher(name).matches()) {
            return "-D" + MASK;
        }
        if (equals < 0) {
            return argument;
        }
        boolean harmless =
                SHOWN_PROPERTIES.contains(name) && HARMLESS.matcher(argument).matches();
        return harmless ? argument : "-D" + name + "=" + MASK;
    }

    /** The argument up to a separator, if that is harmless, and no further. */
    private static String before(String argument, char separator) {
        int end = argument.indexOf(separator);
        String kept = end < 0 ? argument : argument.substring(0, end);
        boolean harmless = HARMLESS.matcher(kept).matches() && kept.startsWith("-");
        if (end < 0) {
            return harmless && !isSecret(kept) ? kept : MASK;
        }
        return (harmless ? kept : "") + (harmless ? separator : "") + MASK;
    }

    private static boolean isSecret(String text) {
        return SECRET.matcher(text.toLowerCase(Locale.ROOT)).find();
    }
}
