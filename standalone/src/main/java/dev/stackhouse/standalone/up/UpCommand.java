package dev.stackhouse.standalone.up;

import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.StackhouseConfig;
import dev.stackhouse.standalone.supervise.Progress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs everything on this machine until it is told to stop. */
@Command(
        name = "up",
        description = "Runs Kafka, the streamer, ClickHouse and the query server on this machine until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @Mixin
    UpOptions options = new UpOptions();

    @Override
    public Integer call() {
        StackhouseConfig config = options.config(StackhouseConfig.KAFKA_PORT);
        Duration duration = options.duration();
        long startNanos = System.nanoTime();
        try (StopSignal signal = StopSignal.listen();
                Stackhouse stackhouse = Stackhouse.start(config, Progress.onStandardError(), bootstrap -> {})) {
            Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
            System.out.println(
                    options.json
                            ? Announcement.json(stackhouse, config, taken)
                            : Announcement.text(stackhouse, config, taken));
            signal.await(duration);
            System.err.println("Stopping.");
        }
        return 0;
    }
}
