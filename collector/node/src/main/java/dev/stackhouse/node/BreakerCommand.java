package dev.stackhouse.node;

import dev.stackhouse.node.breaker.Breaker;
import dev.stackhouse.node.breaker.OpenPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the circuit breaker keeps the daemon from attaching to, and closes it again. */
@Command(
        name = "breaker",
        description = "Shows which pairs of JDK and profiler options are not attached to, as a JVM died of them.",
        mixinStandardHelpOptions = true)
final class BreakerCommand implements Callable<Integer> {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "${env:STACKHOUSE_NODE_STATE:-" + NodeCommand.DEFAULT_STATE + "}",
            description = "The daemon's. Default: ${DEFAULT-VALUE}")
    private Path state = Path.of(NodeCommand.DEFAULT_STATE);

    @Option(names = "--reset", description = "Forget all of them; a running daemon attaches again within a minute.")
    private boolean reset;

    @Override
    public Integer call() throws IOException {
        Breaker breaker = new Breaker(state.resolve("breaker"));
        List<OpenPair> open = breaker.list();
        for (OpenPair each : open) {
            System.out.println(
                    each.died() + "  " + each.pair().jdk() + "  " + each.pair().options() + "  " + each.victim());
        }
        if (reset) {
            System.out.println("forgotten: " + breaker.reset());
        } else if (open.isEmpty()) {
            System.out.println("The circuit breaker is closed.");
        }
        return 0;
    }
}
