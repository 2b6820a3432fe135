package dev.stackhouse.node.discover;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A process in which a HotSpot JVM runs, as /proc shows it.
 *
 * @param processId its number here
 * @param innerProcessId its number in its own PID namespace
 * @param startTicks see {@link ProcFs#startTicks}
 * @param userId effective
 * @param groupId effective
 * @param user name of its user where this host knows one, else the number
 * @param command line
 * @param environment that it was started with
 * @param libjvm path in its own mount namespace
 * @param profilers paths of profilers that are loaded into it, in its own mount namespace
 * @param answersQuit whether it catches SIGQUIT; where it does not, the signal would kill it
 * @param catchesProf whether it catches SIGPROF
 */
public record JvmProcess(
        long processId,
        long innerProcessId,
        long startTicks,
        int userId,
        int groupId,
        String user,
        List<String> command,
        Map<String, String> environment,
        String libjvm,
        List<String> profilers,
        boolean answersQuit,
        boolean catchesProf) {
    private static final Pattern TAKES_VALUE = Pattern.compile(
            "-cp|-classpath|--class-path|-p|--module-path|--add-modules|--add-opens|--add-exports"
                    + "|--add-reads|--patch-module|--upgrade-module-path|--limit-modules|--enable-native-access|-d|--describe-module");

    /** Name of the main class, or path of the jar; empty if the command line does not tell. */
    public String mainClass() {
        for (int i = 1; i < command.size(); i++) {
            String argument = command.get(i);
            boolean named = argument.equals("-jar") || argument.equals("-m") || argument.equals("--module");
            if (named) {
                return i + 1 < command.size() ? command.get(i + 1) : "";
            }
            if (TAKES_VALUE.matcher(argument).matches()) {
                i++;
            } else if (!argument.startsWith("-") && !argument.startsWith("@")) {
                return argument;
            }
        }
        return "";
    }

    /** Whether an option is on the command line or in the variables that stand for it. */
    public boolean says(String option) {
        return command.contains(option)
                || environment.getOrDefault("JAVA_TOOL_OPTIONS", "").contains(option)
                || environment.getOrDefault("JDK_JAVA_OPTIONS", "").contains(option);
    }

    public String commandLine() {
        return String.join(" ", command);
    }
}
