package dev.stackhouse.query.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stackhouse.proto.query.v1.AcceptIncidentRequest;
import dev.stackhouse.proto.query.v1.AcknowledgeIncidentRequest;
import dev.stackhouse.proto.query.v1.EvaluateVersionsRequest;
import dev.stackhouse.proto.query.v1.EvaluateVersionsResponse;
import dev.stackhouse.proto.query.v1.GetIncidentRequest;
import dev.stackhouse.proto.query.v1.GetIncidentResponse;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentChange;
import dev.stackhouse.proto.query.v1.ListIncidentChangesRequest;
import dev.stackhouse.proto.query.v1.ListIncidentChangesResponse;
import dev.stackhouse.proto.query.v1.ListIncidentsRequest;
import dev.stackhouse.proto.query.v1.ListIncidentsResponse;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceImplBase;
import dev.stackhouse.proto.query.v1.WatchIncidentsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** The gRPC side of the answers about incidents. Called on threads that may block. */
final class RegressionEndpoint extends RegressionServiceImplBase {
    private final RegressionAnswers answers;
    private final IncidentWatches watches;
    private final QueryGate gate;

    RegressionEndpoint(RegressionAnswers answers, IncidentWatches watches, QueryGate gate) {
        this.answers = answers;
        this.watches = watches;
        this.gate = gate;
    }

    @Override
    public void listIncidents(ListIncidentsRequest request, StreamObserver<ListIncidentsResponse> observer) {
        answer(observer, () -> answers.list(request));
    }

    @Override
    public void getIncident(GetIncidentRequest request, StreamObserver<GetIncidentResponse> observer) {
        answer(observer, () -> answers.get(request));
    }

    @Override
    public void listIncidentChanges(
            ListIncidentChangesRequest request, StreamObserver<ListIncidentChangesResponse> observer) {
        answer(observer, () -> answers.changes(request));
    }

    @Override
    public void acknowledgeIncident(AcknowledgeIncidentRequest request, StreamObserver<Incident> observer) {
        answer(observer, () -> answers.acknowledge(request));
    }

    @Override
    public void acceptIncident(AcceptIncidentRequest request, StreamObserver<Incident> observer) {
        answer(observer, () -> answers.accept(request));
    }

    @Override
    public void evaluateVersions(EvaluateVersionsRequest request, StreamObserver<EvaluateVersionsResponse> observer) {
        answer(observer, () -> answers.evaluate(request));
    }

    @Override
    public void watchIncidents(WatchIncidentsRequest request, StreamObserver<IncidentChange> observer) {
        ServiceRequestContext context = ServiceRequestContext.current();
        context.clearRequestTimeout();
        watches.begin(
                request.getService(),
                answers.begin(request.getCursor()),
                (ServerCallStreamObserver<IncidentChange>) observer,
                context.blockingTaskExecutor().withoutContext());
    }

    private <T> void answer(StreamObserver<T> observer, Supplier<T> question) {
        // What it throws becomes a status in ErrorStatus.
        observer.onNext(gate.enter(question));
        observer.onCompleted();
    }
}
