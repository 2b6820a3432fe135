package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.GetTopMethodsResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the dearest methods of a selection. */
@Command(
        name = "top",
        description = "Prints the methods that a service spends most on (the last 15 minutes by default).",
        mixinStandardHelpOptions = true)
public final class TopCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(names = "--by-total", description = "order by total, with callees, rather than by self")
    boolean byTotal;

    @Option(
            names = "--limit",
            defaultValue = "20",
            description = "greatest number of methods (default: ${DEFAULT-VALUE})")
    int limit = 20;

    @Override
    public Integer call() {
        GetTopMethodsRequest request = GetTopMethodsRequest.newBuilder()
                .setSelection(selection.selection())
                .setByTotal(byTotal)
                .setLimit(limit)
                .build();
        GetTopMethodsResponse top = server.ask(stub -> stub.getTopMethods(request));
        System.out.print(server.json ? QueryClient.json(top) + "\n" : TopTable.format(request.getSelection(), top));
        return 0;
    }
}
