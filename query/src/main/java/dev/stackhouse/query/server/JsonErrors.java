package dev.stackhouse.query.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import com.linecorp.armeria.server.grpc.UnframedGrpcStatusMappingFunction;
import io.grpc.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Errors as HTTP has them: the status that fits, and {@code {"code":5,"grpc-code":"NOT_FOUND","message":".."}}. */
final class JsonErrors implements UnframedGrpcErrorHandler {
    @Override
    public HttpResponse handle(ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
        return of(context, status.withDescription(decoded(status.getDescription())));
    }

    static HttpResponse of(ServiceRequestContext context, Status status) {
        HttpStatus http = UnframedGrpcStatusMappingFunction.of().apply(context, status, status.getCause());
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("code", status.getCode().value())
                .put("grpc-code", status.getCode().name())
                .put("message", status.getDescription())
                .toString();
        return HttpResponse.of(http == null ? HttpStatus.INTERNAL_SERVER_ERROR : http, MediaType.JSON_UTF_8, json);
    }

    /** What Armeria itself refuses before a method is called, such as a parameter that is not a number. */
    static @Nullable HttpResponse ofRefused(ServiceRequestContext context, Throwable cause) {
        if (cause instanceof IllegalArgumentException) {
            return of(context, Status.INVALID_ARGUMENT.withDescription("malformed request: " + cause.getMessage()));
        }
        return null;
    }

    /** The message has come through a header, percent-encoded as the gRPC protocol demands. */
    private static @Nullable String decoded(@Nullable String message) {
        if (message == null) {
            return null;
        }
        try {
            return URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // was not encoded
            return message;
        }
    }
}
