package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetLinesRequest;
import dev.stackhouse.proto.query.v1.GetLinesResponse;
import dev.stackhouse.proto.query.v1.LineWeight;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the dearest lines of a method. */
@Command(name = "lines", description = "Prints the dearest lines of a method.", mixinStandardHelpOptions = true)
public final class LinesCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Parameters(paramLabel = "METHOD", description = "a method with its class: java.util.HashMap.get")
    String method = "";

    @Option(
            names = "--limit",
            defaultValue = "20",
            description = "greatest number of lines (default: ${DEFAULT-VALUE})")
    int limit = 20;

    @Override
    public Integer call() {
        GetLinesRequest request = GetLinesRequest.newBuilder()
                .setSelection(selection.selection())
                .setMethod(method)
                .setLimit(limit)
                .build();
        GetLinesResponse lines = server.ask(stub -> stub.getLines(request));
        System.out.print(server.json ? QueryClient.json(lines) + "\n" : format(request, lines));
        return 0;
    }

    static String format(GetLinesRequest request, GetLinesResponse lines) {
        Weight weight = new Weight(request.getSelection().getEvent(), lines.getCoverage());
        TextTable table = new TextTable(" self", " total", " line");
        for (LineWeight line : lines.getLinesList()) {
            table.row(
                    weight.format(line.getSelfValue()),
                    weight.format(line.getTotalValue()),
                    line.getLine() == 0 ? "?" : Integer.toString(line.getLine()));
        }
        return SelectionOptions.heading(request.getSelection(), lines.getCoverage()) + "\n\n" + request.getMethod()
                + "\n" + table.format();
    }
}
