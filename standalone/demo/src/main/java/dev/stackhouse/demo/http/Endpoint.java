package dev.stackhouse.demo.http;

/** Answers the requests of one path. Called by several threads at once. */
public interface Endpoint {
    /**
     * Answers one request.
     *
     * @throws BadRequestException if the request is at fault
     */
    Reply answer(Request request);
}
