package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.LabelValues;
import dev.stackhouse.proto.query.v1.ListLabelsRequest;
import dev.stackhouse.proto.query.v1.ListLabelsResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the labels of a service's instances. */
@Command(
        name = "labels",
        description = "Lists the labels of a service's instances with their values (in the last hour by default).",
        mixinStandardHelpOptions = true)
public final class LabelsCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RangeOptions range = new RangeOptions();

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "service to look at")
    String service = "";

    @Override
    public Integer call() {
        TimeRange asked = range.range(Duration.ofHours(1));
        ListLabelsRequest request = ListLabelsRequest.newBuilder()
                .setService(service)
                .setFromUnixMillis(asked.from().toEpochMilli())
                .setToUnixMillis(asked.to().toEpochMilli())
                .build();
        ListLabelsResponse labels = server.ask(stub -> stub.listLabels(request));
        System.out.print(server.json ? QueryClient.json(labels) + "\n" : format(labels));
        return 0;
    }

    static String format(ListLabelsResponse labels) {
        TextTable table = new TextTable("label", "values");
        for (LabelValues label : labels.getLabelsList()) {
            table.row(label.getName(), String.join(", ", label.getValuesList()));
        }
        return table.format();
    }
}
