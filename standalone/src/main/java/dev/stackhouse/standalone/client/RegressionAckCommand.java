package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.AcknowledgeIncidentRequest;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceBlockingStub;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says that somebody looks after a regression. */
@Command(name = "ack", description = "Says that somebody looks after a regression.", mixinStandardHelpOptions = true)
public final class RegressionAckCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    NoteOptions note = new NoteOptions();

    @Override
    public Integer call() {
        Incident incident = server.ask(
                RegressionServiceBlockingStub.class,
                stub -> stub.acknowledgeIncident(AcknowledgeIncidentRequest.newBuilder()
                        .setId(note.id)
                        .setBy(note.by)
                        .setNote(note.note)
                        .build()));
        System.out.println(
                server.json ? QueryClient.json(incident) : IncidentText.line(incident, ZoneId.systemDefault()));
        return 0;
    }
}
