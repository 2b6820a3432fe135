package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a question looks at: a service, an event, some of its instances, a range. */
final class SelectionOptions {
    @Option(names = "--service", required = true, paramLabel = "NAME", description = "service to look at")
    String service = "";

    @Option(
            names = "--event",
            defaultValue = "cpu",
            description = "cpu, wall, alloc, live, lock or native-memory (default: ${DEFAULT-VALUE})")
    String event = "cpu";

    @Option(
            names = "--selector",
            defaultValue = "",
            description = "instances by label, as in version=\"41\",zone!=\"eu-1\",pod=~\"web-.*\"")
    String selector = "";

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description =
                    "only stacks with this method, package (java.util.*) or expression (/HashMap/); may be repeated")
    List<String> include = List.of();

    @Option(names = "--exclude", paramLabel = "PATTERN", description = "only stacks without this; may be repeated")
    List<String> exclude = List.of();

    @Option(names = "--thread", paramLabel = "NAME", description = "only threads of this name or expression (/http/)")
    String thread = "";

    @Option(
            names = "--leaf-type",
            paramLabel = "TYPE",
            description = "only stacks that end in java, native, c++ or kernel; may be repeated")
    List<String> leafTypes = List.of();

    @Mixin
    RangeOptions range = new RangeOptions();

    Selection selection() {
        TimeRange asked = range.range(Duration.ofMinutes(15));
        return Selection.newBuilder()
                .setService(service)
                .setEvent(event)
                .setSelector(selector)
                .setFromUnixMillis(asked.from().toEpochMilli())
                .setToUnixMillis(asked.to().toEpochMilli())
                .addAllInclude(include)
                .addAllExclude(exclude)
                .setThread(thread)
                .addAllLeafTypes(
                        leafTypes.stream().map(SelectionOptions::frameType).toList())
                .build();
    }

    private static FrameType frameType(String text) {
        return switch (text) {
            case "java" -> FrameType.FRAME_TYPE_JIT_COMPILED;
            case "native" -> FrameType.FRAME_TYPE_NATIVE;
            case "c++" -> FrameType.FRAME_TYPE_CPP;
            case "kernel" -> FrameType.FRAME_TYPE_KERNEL;
            default ->
                throw new CommandException("--leaf-type is " + text + "; it must be java, native, c++ or kernel.");
        };
    }

    /** "cpu of checkout, 2026-11-23 03:10:00 to 2026-11-23 03:25:00 (15 min): 1.52 cores, 4711 samples of 2 instances". */
    static String heading(Selection selection, Coverage coverage) {
        Instant from = Instant.ofEpochMilli(coverage.getFromUnixMillis());
        Instant to = Instant.ofEpochMilli(coverage.getToUnixMillis());
        ZoneId zone = ZoneId.systemDefault();
        return selection.getEvent() + " of " + selection.getService() + ", " + TimeText.format(from, zone) + " to "
                + TimeText.format(to, zone) + " (" + DurationText.format(Duration.between(from, to)) + "): "
                + new Weight(selection.getEvent(), coverage).format(coverage.getValue()) + ", " + coverage.getSamples()
                + " samples of " + coverage.getInstances()
                + (coverage.getInstances() == 1 ? " instance" : " instances")
                + (coverage.getRetainedFromUnixMillis() == 0
                        ? ""
                        : "; kept from "
                                + TimeText.format(Instant.ofEpochMilli(coverage.getRetainedFromUnixMillis()), zone)
                                + " on only");
    }
}
