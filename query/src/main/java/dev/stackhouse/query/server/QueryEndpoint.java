package dev.stackhouse.query.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stackhouse.proto.query.v1.CompareVersionsRequest;
import dev.stackhouse.proto.query.v1.CompareVersionsResponse;
import dev.stackhouse.proto.query.v1.ExportProfileRequest;
import dev.stackhouse.proto.query.v1.ExportProfileResponse;
import dev.stackhouse.proto.query.v1.GetDifferenceRequest;
import dev.stackhouse.proto.query.v1.GetDifferenceResponse;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetFlameGraphResponse;
import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.GetLinesRequest;
import dev.stackhouse.proto.query.v1.GetLinesResponse;
import dev.stackhouse.proto.query.v1.GetSandwichRequest;
import dev.stackhouse.proto.query.v1.GetSandwichResponse;
import dev.stackhouse.proto.query.v1.GetTimeLineRequest;
import dev.stackhouse.proto.query.v1.GetTimeLineResponse;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.GetTopMethodsResponse;
import dev.stackhouse.proto.query.v1.ListInstancesRequest;
import dev.stackhouse.proto.query.v1.ListInstancesResponse;
import dev.stackhouse.proto.query.v1.ListLabelsRequest;
import dev.stackhouse.proto.query.v1.ListLabelsResponse;
import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.proto.query.v1.ListServicesResponse;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceImplBase;
import dev.stackhouse.proto.query.v1.SearchMethodsRequest;
import dev.stackhouse.proto.query.v1.SearchMethodsResponse;
import dev.stackhouse.storage.client.Cancellation;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** The gRPC side of the answers. Called on threads that may block. */
final class QueryEndpoint extends QueryServiceImplBase {
    private final Answers answers;
    private final QueryGate gate;

    QueryEndpoint(Answers answers, QueryGate gate) {
        this.answers = answers;
        this.gate = gate;
    }

    @Override
    public void listServices(ListServicesRequest request, StreamObserver<ListServicesResponse> observer) {
        answer(observer, () -> answers.services(request));
    }

    @Override
    public void listLabels(ListLabelsRequest request, StreamObserver<ListLabelsResponse> observer) {
        answer(observer, () -> answers.labels(request));
    }

    @Override
    public void listInstances(ListInstancesRequest request, StreamObserver<ListInstancesResponse> observer) {
        answer(observer, () -> answers.instances().list(request));
    }

    @Override
    public void getFlameGraph(GetFlameGraphRequest request, StreamObserver<GetFlameGraphResponse> observer) {
        answer(observer, () -> answers.trees().flameGraph(request));
    }

    @Override
    public void getTopMethods(GetTopMethodsRequest request, StreamObserver<GetTopMethodsResponse> observer) {
        answer(observer, () -> answers.methods().top(request));
    }

    @Override
    public void getTimeLine(GetTimeLineRequest request, StreamObserver<GetTimeLineResponse> observer) {
        answer(observer, () -> answers.timeLine(request));
    }

    @Override
    public void getDifference(GetDifferenceRequest request, StreamObserver<GetDifferenceResponse> observer) {
        answer(observer, () -> answers.trees().difference(request));
    }

    @Override
    public void compareVersions(CompareVersionsRequest request, StreamObserver<CompareVersionsResponse> observer) {
        answer(observer, () -> answers.versions().compare(request));
    }

    @Override
    public void getSandwich(GetSandwichRequest request, StreamObserver<GetSandwichResponse> observer) {
        answer(observer, () -> answers.trees().sandwich(request));
    }

    @Override
    public void getLines(GetLinesRequest request, StreamObserver<GetLinesResponse> observer) {
        answer(observer, () -> answers.methods().lines(request));
    }

    @Override
    public void searchMethods(SearchMethodsRequest request, StreamObserver<SearchMethodsResponse> observer) {
        answer(observer, () -> answers.methods().search(request));
    }

    @Override
    public void getLedger(GetLedgerRequest request, StreamObserver<GetLedgerResponse> observer) {
        answer(observer, () -> answers.ledger(request));
    }

    @Override
    public void exportProfile(ExportProfileRequest request, StreamObserver<ExportProfileResponse> observer) {
        answer(observer, () -> answers.export(request));
    }

    private <T> void answer(StreamObserver<T> observer, Supplier<T> query) {
        Cancellation cancellation = new Cancellation();
        ServiceRequestContext context = ServiceRequestContext.current();
        var unused = context.whenRequestCancelling()
                .thenRunAsync(
                        cancellation::cancel, context.blockingTaskExecutor().withoutContext());
        // What it throws becomes a status in ErrorStatus.
        observer.onNext(cancellation.during(() -> gate.enter(query)));
        observer.onCompleted();
    }
}
