package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetDifferenceRequest;
import dev.stackhouse.proto.query.v1.GetDifferenceResponse;
import dev.stackhouse.proto.query.v1.Normalization;
import dev.stackhouse.proto.query.v1.Selection;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what changed between two selections: two versions, zones, services or times. */
@Command(
        name = "diff",
        description = "Prints the methods whose cost changed most between two versions, zones or times.",
        mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    SelectionOptions after = new SelectionOptions();

    @Option(
            names = "--before-selector",
            paramLabel = "SELECTOR",
            description = "instances to compare with, as in version=\"40\" (default: those of --selector)")
    @Nullable
    String beforeSelector;

    @Option(
            names = "--before",
            paramLabel = "DURATION",
            description = "compare with the range of the same length that lies so much earlier: 1d, 7d")
    @Nullable
    String before;

    @Option(
            names = "--by",
            defaultValue = "rate",
            description = "what to compare: rate, share or instance (rate of an instance; default: ${DEFAULT-VALUE})")
    String by = "rate";

    @Option(
            names = "--limit",
            defaultValue = "20",
            description = "greatest number of methods (default: ${DEFAULT-VALUE})")
    int limit = 20;

    @Override
    public Integer call() {
        if (before == null && beforeSelector == null) {
            throw usage("Say what to compare with: --before 1d, --before-selector 'version=\"40\"', or both.");
        }
        Selection now = after.selection();
        GetDifferenceRequest request = GetDifferenceRequest.newBuilder()
                .setBefore(earlier(now))
                .setAfter(now)
                .setNormalization(normalization())
                .setMaxMethods(limit)
                .build();
        GetDifferenceResponse difference = server.ask(stub -> stub.getDifference(request));
        System.out.print(server.json ? QueryClient.json(difference) + "\n" : DiffTable.format(request, difference));
        return 0;
    }

    private Selection earlier(Selection now) {
        Selection.Builder earlier = now.toBuilder();
        if (beforeSelector != null) {
            earlier.setSelector(beforeSelector);
        }
        if (before != null) {
            long millis = duration(before).toMillis();
            earlier.setFromUnixMillis(now.getFromUnixMillis() - millis).setToUnixMillis(now.getToUnixMillis() - millis);
        }
        return earlier.build();
    }

    private Duration duration(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw usage("--before: " + e.getMessage());
        }
    }

    private Normalization normalization() {
        return switch (by) {
            case "rate" -> Normalization.NORMALIZATION_RATE;
            case "share" -> Normalization.NORMALIZATION_SHARE;
            case "instance" -> Normalization.NORMALIZATION_RATE_PER_INSTANCE;
            default -> throw usage("--by is " + by + "; it must be rate, share or instance.");
        };
    }

    private RuntimeException usage(String sentence) {
        return command == null
                ? new IllegalArgumentException(sentence)
                : new ParameterException(command.commandLine(), sentence);
    }
}
