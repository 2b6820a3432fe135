package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetSandwichRequest;
import dev.stackhouse.proto.query.v1.GetSandwichResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints who calls a method and what it calls. */
@Command(
        name = "sandwich",
        description = "Prints the callers and the callees of a method.",
        mixinStandardHelpOptions = true)
public final class SandwichCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Parameters(paramLabel = "METHOD", description = "a method with its class: java.util.HashMap.get")
    String method = "";

    @Option(
            names = "--limit",
            defaultValue = "40",
            description = "greatest number of lines of either tree (default: ${DEFAULT-VALUE})")
    int limit = 40;

    @Override
    public Integer call() {
        GetSandwichRequest request = GetSandwichRequest.newBuilder()
                .setSelection(selection.selection())
                .setMethod(method)
                .setMaxNodes(limit)
                .build();
        GetSandwichResponse sandwich = server.ask(stub -> stub.getSandwich(request));
        System.out.print(server.json ? QueryClient.json(sandwich) + "\n" : format(request, sandwich));
        return 0;
    }

    private static String format(GetSandwichRequest request, GetSandwichResponse sandwich) {
        Weight weight = new Weight(request.getSelection().getEvent(), sandwich.getCoverage());
        return SelectionOptions.heading(request.getSelection(), sandwich.getCoverage()) + "\n\n"
                + request.getMethod() + ": self " + weight.format(sandwich.getSelfValue()) + ", total "
                + weight.format(sandwich.getTotalValue()) + "\n\ncallers\n"
                + TreeText.format(sandwich.getCallers(), sandwich.getNamesList(), weight) + "\ncallees\n"
                + TreeText.format(sandwich.getCallees(), sandwich.getNamesList(), weight);
    }
}
