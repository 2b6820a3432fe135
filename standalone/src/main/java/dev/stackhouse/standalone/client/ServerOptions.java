package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Whom to ask, and how to print the answer. */
final class ServerOptions {
    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8700",
            description = "query server to ask (default: ${DEFAULT-VALUE})")
    String server = "127.0.0.1:8700";

    @Option(names = "--json", description = "print the API's JSON on one line")
    boolean json;

    /** Asks the server; says so on standard error if the answer takes longer than two seconds and a person is there to read it. */
    <T> T ask(Function<QueryServiceBlockingStub, T> question) {
        return ask(QueryServiceBlockingStub.class, question);
    }

    /** The same of another service of the API. */
    @SuppressWarnings("try") // it only has to be closed
    <S, T> T ask(Class<S> service, Function<S, T> question) {
        try (Waiting waiting = Waiting.begin(server)) {
            return new QueryClient(server).ask(service, question);
        }
    }
}
