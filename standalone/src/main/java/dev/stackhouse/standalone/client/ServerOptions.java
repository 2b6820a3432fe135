package dev.stackhouse.standalone.client;

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

    QueryClient client() {
        return new QueryClient(server);
    }
}
