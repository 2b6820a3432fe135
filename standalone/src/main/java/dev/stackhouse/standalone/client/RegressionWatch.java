package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentChange;
import dev.stackhouse.proto.query.v1.ListIncidentChangesRequest;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceBlockingStub;
import dev.stackhouse.proto.query.v1.WatchIncidentsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Tells of changes of incidents as they come. A server that goes away and comes back is asked for what was missed. */
final class RegressionWatch {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final QueryClient client;
    private final boolean json;
    private final ZoneId zone;
    private final Consumer<String> lines;
    private String cursor = "";

    /**
     * @param lines is told each change as one line
     */
    RegressionWatch(QueryClient client, boolean json, ZoneId zone, Consumer<String> lines) {
        this.client = client;
        this.json = json;
        this.zone = zone;
        this.lines = lines;
    }

    /**
     * Tells of those that are wanted, until the process ends.
     *
     * @throws CommandException if there is no server from the start on, or it refuses
     */
    void follow(String service, Predicate<Incident> wanted) throws InterruptedException {
        // That there is one, before it is waited for.
        client.ask(
                RegressionServiceBlockingStub.class,
                stub -> stub.listIncidentChanges(ListIncidentChangesRequest.newBuilder()
                        .setService(service)
                        .setPageSize(1)
                        .build()));
        while (true) {
            try {
                Iterator<IncidentChange> changes = client.endless(RegressionServiceBlockingStub.class)
                        .watchIncidents(WatchIncidentsRequest.newBuilder()
                                .setService(service)
                                .setCursor(cursor)
                                .build());
                while (changes.hasNext()) {
                    IncidentChange change = changes.next();
                    cursor = change.getCursor();
                    if (wanted.test(change.getIncident())) {
                        lines.accept(json ? QueryClient.json(change) : IncidentText.line(change.getIncident(), zone));
                    }
                }
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
