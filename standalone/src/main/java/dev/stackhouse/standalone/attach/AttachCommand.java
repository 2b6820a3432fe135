package dev.stackhouse.standalone.attach;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Profiles a JVM that runs already. */
@Command(
        name = "attach",
        description = {
            "Profiles a JVM of this machine that runs already, until it ends or 'stackhouse detach' is called."
                    + " It has to be this user's, or this user root.",
            "Settings are those of the agent, as in 'stackhouse attach 4711 service=checkout labels.version=41';"
                    + " paths in them are the JVM's."
        },
        mixinStandardHelpOptions = true)
public final class AttachCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PID", description = "number of its process")
    long pid;

    @Parameters(
            index = "1..*",
            paramLabel = "SETTING=VALUE",
            description = "a setting of the agent; several can follow")
    List<String> settings = List.of();

    @Override
    public Integer call() {
        System.out.println("Process " + pid + ": " + TargetJvm.find(pid).ask(String.join(",", settings)) + ".");
        return 0;
    }
}
