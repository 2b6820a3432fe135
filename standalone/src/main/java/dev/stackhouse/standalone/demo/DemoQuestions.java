package dev.stackhouse.standalone.demo;

import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.GetTopMethodsRequest;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.QueryClient;
import dev.stackhouse.standalone.client.TopTable;
import java.time.Duration;
import java.time.Instant;

/** What the demo asks the server of its own run, as any client would. */
final class DemoQuestions {
    private static final int METHODS = 15;
    /** What is newer than this may not be in the store yet. */
    private static final Duration FRESHNESS = Duration.ofSeconds(14);

    private static final Duration TABLE_RANGE = Duration.ofSeconds(20);

    private final QueryClient client;
    private final Instant from;

    /**
     * Asks about one run.
     *
     * @param from start of the run: earlier runs on the same data are not meant
     */
    DemoQuestions(QueryClient client, Instant from) {
        this.client = client;
        this.from = from;
    }

    /** Whether there is a flame graph with samples in it. */
    boolean hasFlameGraph() {
        try {
            GetFlameGraphRequest request = GetFlameGraphRequest.newBuilder()
                    .setSelection(selection(from, Instant.now()))
                    .build();
            return client.ask(stub -> stub.getFlameGraph(request)).getCoverage().getSamples() > 0;
        } catch (CommandException e) {
            // Before the first window the store does not know the service.
            return false;
        }
    }

    /** The hottest methods of the last windows as a table. */
    String hottestMethods() {
        Instant to = Instant.now().minus(FRESHNESS);
        Instant earliest = to.minus(TABLE_RANGE);
        GetTopMethodsRequest request = GetTopMethodsRequest.newBuilder()
                .setSelection(selection(earliest.isAfter(from) ? earliest : from, to))
                .setLimit(METHODS)
                .build();
        return TopTable.format(request.getSelection(), client.ask(stub -> stub.getTopMethods(request)));
    }

    GetLedgerResponse ledger() {
        GetLedgerRequest request = GetLedgerRequest.newBuilder()
                .setService(DemoService.NAME)
                .setFromUnixMillis(from.toEpochMilli())
                .setToUnixMillis(Instant.now().toEpochMilli())
                .build();
        return client.ask(stub -> stub.getLedger(request));
    }

    private static Selection selection(Instant from, Instant to) {
        return Selection.newBuilder()
                .setService(DemoService.NAME)
                .setEvent("cpu")
                .setFromUnixMillis(from.toEpochMilli())
                .setToUnixMillis(to.toEpochMilli())
                .build();
    }
}
