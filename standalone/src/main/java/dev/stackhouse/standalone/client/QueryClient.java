package dev.stackhouse.standalone.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.stackhouse.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Asks a query server over gRPC; what goes wrong is one sentence. Thread-safe. */
public final class QueryClient {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s:/]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String server;

    /**
     * Connects at the first question.
     *
     * @param server "host:port"
     * @throws CommandException if it is none
     */
    public QueryClient(String server) {
        if (!ADDRESS.matcher(server).matches()) {
            throw new CommandException("--server " + server + " is no address such as 127.0.0.1:8700.");
        }
        this.server = server;
    }

    private <S> S stub(Class<S> type, Duration patience) {
        return GrpcClients.builder("gproto+http://" + server + "/")
                .maxResponseLength(0)
                .responseTimeout(patience)
                .build(type);
    }

    /**
     * Asks one question.
     *
     * @throws CommandException in one sentence if there is no answer
     */
    public <T> T ask(Function<QueryServiceBlockingStub, T> question) {
        return ask(QueryServiceBlockingStub.class, question);
    }

    /** The same of another service of the API. */
    public <S, T> T ask(Class<S> service, Function<S, T> question) {
        try {
            return question.apply(stub(service, PATIENCE));
        } catch (StatusRuntimeException e) {
            throw new CommandException(sentence(e.getStatus(), server), e);
        }
    }

    /** For answers that do not end. */
    <S> S endless(Class<S> service) {
        return stub(service, Duration.ZERO);
    }

    /** What a user reads instead of a status. */
    static String sentence(Status status, String server) {
        String description = status.getDescription();
        if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null) {
            return "No server answers at " + server
                    + "; start one with ./stackhouse up, or name another with --server host:port.";
        }
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "The server at " + server + " took too long; ask for a shorter range.";
        }
        if (description == null || description.isBlank()) {
            return "The server at " + server + " refused: " + status.getCode() + ".";
        }
        return description.lines().findFirst().orElse(description);
    }

    /** A response in the API's own JSON, on one line. */
    public static String json(Message message) {
        try {
            return JsonFormat.printer()
                    .omittingInsignificantWhitespace()
                    .alwaysPrintFieldsWithNoPresence()
                    .print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
