package dev.stackhouse.standalone.demo;

import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.StackhouseConfig;
import dev.stackhouse.standalone.supervise.Progress;
import dev.stackhouse.standalone.up.StopSignal;
import dev.stackhouse.standalone.up.UpOptions;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs everything on this machine with a demo service under load, and shows what comes of it. */
@Command(
        name = "demo",
        description = "Runs everything on this machine with a demo service under load until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    UpOptions options = new UpOptions();

    @Override
    public Integer call() {
        StackhouseConfig config = options.config(0);
        Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        try (StopSignal signal = StopSignal.listen()) {
            run(config, start, signal);
        }
        return 0;
    }

    private void run(StackhouseConfig config, Instant start, StopSignal signal) {
        AtomicReference<@Nullable DemoService> started = new AtomicReference<>();
        // The service starts as soon as there is a broker: its first interval passes while the rest starts.
        try (Stackhouse stackhouse = Stackhouse.start(
                config,
                Progress.onStandardError(),
                bootstrap -> started.set(DemoService.start(config.root(), bootstrap)))) {
            try (DemoService service = Objects.requireNonNull(started.get())) {
                new DemoRun(stackhouse, service, signal, start, options.json).runFor(options.duration());
                System.err.println("Stopping.");
            }
        } finally {
            close(started.get());
        }
    }

    private static void close(@Nullable DemoService service) {
        if (service != null) {
            service.close();
        }
    }
}
