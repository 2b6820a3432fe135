package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.AcceptIncidentRequest;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceBlockingStub;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says that a regression is the price to pay from now on. */
@Command(
        name = "accept",
        description =
                "Says that a regression is the price to pay from now on: nobody is told of it again until it grows further.",
        mixinStandardHelpOptions = true)
public final class RegressionAcceptCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    NoteOptions note = new NoteOptions();

    @Override
    public Integer call() {
        Incident incident = server.ask(
                RegressionServiceBlockingStub.class,
                stub -> stub.acceptIncident(AcceptIncidentRequest.newBuilder()
                        .setId(note.id)
                        .setBy(note.by)
                        .setNote(note.note)
                        .build()));
        System.out.println(
                server.json ? QueryClient.json(incident) : IncidentText.line(incident, ZoneId.systemDefault()));
        return 0;
    }
}
