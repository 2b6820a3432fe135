package dev.stackhouse.node.decide;

import dev.stackhouse.node.discover.JvmProcess;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the file: which JVMs it speaks of, all conditions together, and what becomes of them.
 *
 * @param command found anywhere in the command line; null for any
 * @param user the whole name or number; null for any
 * @param labels the whole value of each of these
 * @param profile whether they are profiled
 * @param service name with {@code $1} or <code>${name}</code> for groups of the command; null leaves it as it would be
 * @param setLabels more labels for them
 */
record Rule(
        @Nullable Pattern command,
        @Nullable Pattern user,
        Map<String, Pattern> labels,
        boolean profile,
        @Nullable String service,
        Map<String, String> setLabels) {

    boolean matches(JvmProcess jvm, SortedMap<String, String> ofJvm) {
        return (command == null || command.matcher(jvm.commandLine()).find())
                && (user == null
                        || user.matcher(jvm.user()).matches()
                        || user.matcher(Integer.toString(jvm.userId())).matches())
                && labels.entrySet().stream().allMatch(label -> label.getValue()
                        .matcher(ofJvm.getOrDefault(label.getKey(), ""))
                        .matches());
    }

    /** The service's name by this rule, or null if it does not say or a group is empty. */
    @Nullable
    String service(JvmProcess jvm) {
        if (service == null || command == null) {
            return service;
        }
        Matcher matcher = command.matcher(jvm.commandLine());
        if (!matcher.find()) {
            return null;
        }
        StringBuilder expanded = new StringBuilder();
        matcher.appendReplacement(expanded, service);
        String name = expanded.substring(matcher.start()).strip();
        return name.isEmpty() ? null : name;
    }
}
