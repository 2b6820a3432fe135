package dev.stackhouse.standalone.demo;

import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.StackhouseConfig;
import dev.stackhouse.standalone.supervise.Progress;
import dev.stackhouse.standalone.up.StopSignal;
import dev.stackhouse.standalone.up.UpOptions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs everything on this machine with a demo service under load, and shows what comes of it. */
@Command(
        name = "demo",
        description = {
            "Runs everything on this machine with a demo service under load until Ctrl-C.",
            "With --regression it runs on several instances and a dearer version is rolled out: within five minutes the alert is here"
                    + " and on the page. With --no-regression the newer version is the same code, and there is none."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    UpOptions options = new UpOptions();

    @ArgGroup(exclusive = true)
    @Nullable
    RolloutOption rollout;

    static final class RolloutOption {
        @Option(names = "--regression", description = "roll out a version in which a method is dearer")
        boolean dearer;

        @Option(names = "--no-regression", description = "roll out a version that is the same code")
        boolean equal;
    }

    @Override
    public Integer call() {
        StackhouseConfig config = options.config(0);
        Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        RolloutOption chosen = rollout;
        try (StopSignal signal = StopSignal.listen()) {
            if (chosen == null) {
                run(config, start, signal);
            } else {
                rollOut(config, chosen.dearer, start, signal);
            }
        }
        return 0;
    }

    private void run(StackhouseConfig config, Instant start, StopSignal signal) {
        AtomicReference<@Nullable DemoService> started = new AtomicReference<>();
        // The service starts as soon as there is a broker: its first interval passes while the rest starts.
        try (Stackhouse stackhouse = Stackhouse.start(
                config,
                Progress.onStandardError(),
                bootstrap -> started.set(DemoService.start(config.root(), bootstrap, DemoRelease.ONLY)))) {
            try (DemoService service = Objects.requireNonNull(started.get())) {
                new DemoRun(stackhouse, service, signal, start, options.json).runFor(options.duration());
                System.err.println("Stopping.");
            }
        } finally {
            close(started.get());
        }
    }

    private void rollOut(StackhouseConfig config, boolean dearer, Instant start, StopSignal signal) {
        StackhouseConfig watched = config.withRegressionRules(RolloutRules.write(config.dataDirectory()));
        try (Stackhouse stackhouse = Stackhouse.start(watched, Progress.onStandardError(), bootstrap -> {});
                Rollout versions = new Rollout(config.root(), LocalDateTime.now(ZoneId.systemDefault()), dearer)) {
            new RolloutRun(stackhouse, versions, signal, start, options.json).runFor(options.duration());
            System.err.println("Stopping.");
        }
    }

    private static void close(@Nullable DemoService service) {
        if (service != null) {
            service.close();
        }
    }
}
