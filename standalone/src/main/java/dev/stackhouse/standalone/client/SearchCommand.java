package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.MethodUse;
import dev.stackhouse.proto.query.v1.SearchMethodsRequest;
import dev.stackhouse.proto.query.v1.SearchMethodsResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints who runs a method, over all services. */
@Command(
        name = "search",
        description =
                "Prints which services and versions run a method, dearest first (in the last 24 hours by default).",
        mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RangeOptions range = new RangeOptions();

    @Parameters(
            paramLabel = "PATTERN",
            description =
                    "a method (java.util.HashMap.get), a package or class (java.util.*), or an expression (/HashMap/)")
    String pattern = "";

    @Option(
            names = "--event",
            defaultValue = "cpu",
            description = "what to rank by: cpu, alloc, wall, live, lock or native-memory (default: ${DEFAULT-VALUE})")
    String event = "cpu";

    @Option(
            names = "--group-by",
            paramLabel = "LABEL",
            defaultValue = "version",
            description = "label whose values are told apart (default: ${DEFAULT-VALUE})")
    String groupBy = "version";

    @Option(names = "--paths", description = "print the heaviest path to each")
    boolean paths;

    @Option(names = "--limit", defaultValue = "20", description = "greatest number of uses (default: ${DEFAULT-VALUE})")
    int limit = 20;

    @Override
    public Integer call() {
        TimeRange asked = range.range(Duration.ofHours(24));
        SearchMethodsRequest request = SearchMethodsRequest.newBuilder()
                .setPattern(pattern)
                .setEvent(event)
                .setGroupBy(groupBy)
                .setLimit(limit)
                .setFromUnixMillis(asked.from().toEpochMilli())
                .setToUnixMillis(asked.to().toEpochMilli())
                .build();
        SearchMethodsResponse found = server.ask(stub -> stub.searchMethods(request));
        System.out.print(server.json ? QueryClient.json(found) + "\n" : format(request, found, paths));
        return 0;
    }

    static String format(SearchMethodsRequest request, SearchMethodsResponse found, boolean paths) {
        if (found.getUsesCount() == 0) {
            return "No service ran " + request.getPattern() + " in this range.\n";
        }
        Weight weight = new Weight(
                request.getEvent(),
                Coverage.newBuilder()
                        .setFromUnixMillis(found.getFromUnixMillis())
                        .setToUnixMillis(found.getToUnixMillis())
                        .setUnit(found.getUnit())
                        .build());
        TextTable table = new TextTable(" total", " self", "service", request.getGroupBy(), "method");
        for (MethodUse use : found.getUsesList()) {
            table.row(
                    weight.format(use.getTotalValue()),
                    weight.format(use.getSelfValue()),
                    use.getService(),
                    use.getLabelValue(),
                    use.getMethod());
        }
        StringBuilder text = new StringBuilder(table.format());
        if (found.getTruncated()) {
            text.append("There are more; --limit shows them.\n");
        }
        for (MethodUse use : paths ? found.getUsesList() : List.<MethodUse>of()) {
            text.append('\n')
                    .append(use.getService())
                    .append(' ')
                    .append(use.getLabelValue())
                    .append(": ")
                    .append(weight.format(use.getHeaviestPathValue()))
                    .append(" by\n  ")
                    .append(String.join("\n  ", use.getHeaviestPathList()))
                    .append('\n');
        }
        return text.toString();
    }
}
