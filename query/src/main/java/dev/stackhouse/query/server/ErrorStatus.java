package dev.stackhouse.query.server;

import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import dev.stackhouse.process.LogLine;
import dev.stackhouse.query.filter.FilterException;
import dev.stackhouse.query.flamegraph.Focus;
import dev.stackhouse.query.regression.ConflictException;
import dev.stackhouse.query.selector.SelectorException;
import dev.stackhouse.storage.StorageException;
import io.grpc.Metadata;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an error becomes a status of the API. */
final class ErrorStatus implements GrpcExceptionHandlerFunction {
    private static final Logger log = LoggerFactory.getLogger(ErrorStatus.class);

    @Override
    public Status apply(RequestContext context, Status status, Throwable cause, Metadata metadata) {
        if (isOurs(cause)) {
            return of(cause);
        }
        // Deadlines, requests given up, requests too large.
        Status theirs = GrpcExceptionHandlerFunction.of().apply(context, status, cause, metadata);
        return theirs == null || theirs.getCode() == Status.Code.UNKNOWN ? of(cause) : theirs;
    }

    private static boolean isOurs(Throwable error) {
        return isOfTheRequest(error)
                || error instanceof RequestException
                || error instanceof StorageException
                || error instanceof ConflictException;
    }

    private static boolean isOfTheRequest(Throwable error) {
        return error instanceof SelectorException
                || error instanceof FilterException
                || error instanceof Focus.UnknownPathException;
    }

    static Status of(Throwable error) {
        if (isOfTheRequest(error)) {
            return Status.INVALID_ARGUMENT.withDescription(error.getMessage()).withCause(error);
        }
        if (error instanceof RequestException refused) {
            Status status =
                    switch (refused.category()) {
                        case INVALID -> Status.INVALID_ARGUMENT;
                        case NOT_FOUND -> Status.NOT_FOUND;
                        case BUSY -> Status.RESOURCE_EXHAUSTED;
                    };
            return status.withDescription(error.getMessage()).withCause(error);
        }
        if (error instanceof StorageException failed) {
            return ofStore(failed);
        }
        if (error instanceof ConflictException) {
            return Status.ABORTED.withDescription(error.getMessage()).withCause(error);
        }
        log.error("A query failed for a reason of our own.", error);
        return Status.INTERNAL
                .withDescription("the server failed; its log says why")
                .withCause(error);
    }

    private static Status ofStore(StorageException error) {
        return switch (error.category()) {
            case UNAVAILABLE ->
                Status.UNAVAILABLE
                        .withDescription("the store does not answer; try again: " + error.getMessage())
                        .withCause(error);
            case LIMIT_EXCEEDED ->
                Status.RESOURCE_EXHAUSTED
                        .withDescription("the query is too large or the store too busy; choose a shorter range or fewer"
                                + " instances: " + error.getMessage())
                        .withCause(error);
            case CANCELLED ->
                Status.CANCELLED.withDescription(error.getMessage()).withCause(error);
            case REFUSED -> {
                log.error(LogLine.of("The store refused a query.")
                        .with("error", String.valueOf(error.getMessage()))
                        .toString());
                yield Status.INTERNAL
                        .withDescription("the store refused the query: " + error.getMessage())
                        .withCause(error);
            }
        };
    }
}
