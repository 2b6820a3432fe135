package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.Series;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what a selection weighs over time. */
@Command(
        name = "timeline",
        description = "Prints what a service spends over time, in all or by the values of a label.",
        mixinStandardHelpOptions = true)
public final class TimeLineCommand implements Callable<Integer> {
    private static final int STEPS = 30;

    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(names = "--group-by", paramLabel = "LABEL", description = "label to print a column for each value of")
    String groupBy = "";

    @Option(
            names = "--limit",
            defaultValue = "5",
            description = "greatest number of columns beside the one of all others (default: ${DEFAULT-VALUE})")
    int limit = 5;

    @Override
    public Integer call() {
        var selected = selection.selection();
        GetTimeLineRequest request = GetTimeLineRequest.newBuilder()
                .setSelection(selected)
                .setStepMillis((selected.getToUnixMillis() - selected.getFromUnixMillis()) / STEPS)
                .setGroupBy(groupBy)
                .setMaxSeries(limit)
                .build();
        GetTimeLineResponse line = server.ask(stub -> stub.getTimeLine(request));
        System.out.print(server.json ? QueryClient.json(line) + "\n" : format(request, line));
        return 0;
    }

    static String format(GetTimeLineRequest request, GetTimeLineResponse line) {
        List<String> headings = new ArrayList<>(List.of("from"));
        for (Series series : line.getSeriesList()) {
            headings.add(" "
                    + (request.getGroupBy().isEmpty()
                            ? request.getSelection().getEvent()
                            : series.getLabelValue().isEmpty() ? "(none)" : series.getLabelValue()));
        }
        TextTable table = new TextTable(headings.toArray(String[]::new));
        Weight weight = new Weight(
                request.getSelection().getEvent(),
                Coverage.newBuilder(line.getCoverage())
                        .setFromUnixMillis(0)
                        .setToUnixMillis(line.getStepMillis())
                        .build());
        for (int step = 0; step < line.getStepUnixMillisCount(); step++) {
            List<String> cells = new ArrayList<>();
            cells.add(TimeText.format(Instant.ofEpochMilli(line.getStepUnixMillis(step)), ZoneId.systemDefault()));
            for (Series series : line.getSeriesList()) {
                cells.add(weight.format(series.getValues(step)));
            }
            table.row(cells.toArray(String[]::new));
        }
        return SelectionOptions.heading(request.getSelection(), line.getCoverage()) + "\n\n" + table.format();
    }
}
