package dev.stackhouse.standalone.attach;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends the profiling of a JVM that goes on. */
@Command(
        name = "detach",
        description = "Ends the profiling of a JVM, which goes on: what was sampled last is published first.",
        mixinStandardHelpOptions = true)
public final class DetachCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PID", description = "number of its process")
    long pid;

    @Override
    public Integer call() {
        System.out.println("Process " + pid + ": " + TargetJvm.find(pid).ask("detach") + ".");
        return 0;
    }
}
