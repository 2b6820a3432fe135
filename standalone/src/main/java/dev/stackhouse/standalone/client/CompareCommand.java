package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.CompareVersionsRequest;
import dev.stackhouse.proto.query.v1.CompareVersionsResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says whether a version is dearer than another; a gate for deploys. */
@Command(
        name = "compare",
        description = {
            "Says whether a version of a service is dearer than another, and where, judged by their instances.",
            "A canary beside the older version is the best comparison. Where they did not run side by side, --before compares with"
                    + " the same hours of another day."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:nothing became dearer by more than what is named as detectable",
            "1:there is no answer: no such service, or the server did not answer",
            "2:wrong usage",
            "3:something became dearer",
            "4:there is too little data to tell"
        })
public final class CompareCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RangeOptions range = new RangeOptions();

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "service to look at")
    String service = "";

    @Option(
            names = "--versions",
            required = true,
            split = ",",
            paramLabel = "VERSION",
            description = "the older and the newer one, as in 41,42")
    List<String> versions = List.of();

    @Option(
            names = "--event",
            defaultValue = "cpu",
            description = "cpu, wall, alloc, live, lock or native-memory (default: ${DEFAULT-VALUE})")
    String event = "cpu";

    @Option(
            names = "--selector",
            defaultValue = "",
            description = "instances of either version by label, as in zone=\"eu-1\"")
    String selector = "";

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description =
                    "only stacks with this method, package (java.util.*) or expression (/HashMap/); may be repeated")
    List<String> include = List.of();

    @Option(names = "--exclude", paramLabel = "PATTERN", description = "only stacks without this; may be repeated")
    List<String> exclude = List.of();

    @Option(
            names = "--before",
            paramLabel = "DURATION",
            description = "look at the older version so much earlier: 1d, 7d (default: at the same time)")
    @Nullable
    String before;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            defaultValue = "15m",
            description = "of an instance, which is not looked at (default: ${DEFAULT-VALUE})")
    String warmUp = "15m";

    @Option(
            names = "--minimal-change",
            paramLabel = "POINTS",
            defaultValue = "0.03",
            description =
                    "smallest change of a share that is reported, in points of a hundred (default: ${DEFAULT-VALUE})")
    double minimalChangePoints = 0.03;

    @Option(
            names = "--minimal-instances",
            defaultValue = "3",
            description = "that each version needs, at least 2 (default: ${DEFAULT-VALUE})")
    int minimalInstances = 3;

    @Option(
            names = "--minimal-samples",
            defaultValue = "10000",
            description = "that each version needs (default: ${DEFAULT-VALUE})")
    long minimalSamples = 10_000;

    @Override
    public Integer call() {
        if (versions.size() != 2) {
            throw usage("--versions names two versions, the older one first: --versions 41,42.");
        }
        TimeRange asked = range.range(Duration.ofHours(1));
        CompareVersionsRequest.Builder request = CompareVersionsRequest.newBuilder()
                .setService(service)
                .setEvent(event)
                .setBeforeVersion(versions.get(0))
                .setAfterVersion(versions.get(1))
                .setSelector(selector)
                .addAllInclude(include)
                .addAllExclude(exclude)
                .setFromUnixMillis(asked.from().toEpochMilli())
                .setToUnixMillis(asked.to().toEpochMilli())
                .setWarmUpMillis(duration("--warm-up", warmUp).toMillis())
                .setMinimalChange(minimalChangePoints / 100)
                .setMinimalInstances(minimalInstances)
                .setMinimalSamples(minimalSamples);
        if (before != null) {
            Duration earlier = duration("--before", before);
            request.setBeforeFromUnixMillis(asked.from().minus(earlier).toEpochMilli())
                    .setBeforeToUnixMillis(asked.to().minus(earlier).toEpochMilli());
        }
        CompareVersionsResponse compared = server.ask(stub -> stub.compareVersions(request.build()));
        System.out.print(
                server.json ? QueryClient.json(compared) + "\n" : VersionText.format(request.build(), compared));
        return switch (compared.getVerdict()) {
            case VERDICT_NO_REGRESSION -> 0;
            case VERDICT_REGRESSION -> 3;
            case VERDICT_TOO_LITTLE_DATA -> 4;
            default ->
                throw new CommandException("The server's verdict is " + compared.getVerdict()
                        + ", which this version does not know; take a newer one.");
        };
    }

    private Duration duration(String option, String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    private RuntimeException usage(String sentence) {
        return command == null
                ? new IllegalArgumentException(sentence)
                : new ParameterException(command.commandLine(), sentence);
    }
}
