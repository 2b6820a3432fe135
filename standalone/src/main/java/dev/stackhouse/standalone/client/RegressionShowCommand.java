package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetIncidentRequest;
import dev.stackhouse.proto.query.v1.GetIncidentResponse;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceBlockingStub;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints one incident with its proof and each of its changes. */
@Command(
        name = "show",
        description = "Prints one regression with its proof, and what became of it.",
        mixinStandardHelpOptions = true)
public final class RegressionShowCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "as regressions lists it")
    String id = "";

    @Override
    public Integer call() {
        GetIncidentResponse found = server.ask(
                RegressionServiceBlockingStub.class,
                stub -> stub.getIncident(
                        GetIncidentRequest.newBuilder().setId(id).build()));
        System.out.print(
                server.json
                        ? QueryClient.json(found) + "\n"
                        : IncidentText.all(
                                found.getIncident(),
                                found.getHistoryList(),
                                "http://" + server.server,
                                ZoneId.systemDefault()));
        return 0;
    }
}
