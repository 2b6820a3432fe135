package dev.stackhouse.bench;

import dev.stackhouse.storage.StoreAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Statements of the benchmarks themselves, which the product has no use for. */
record StoreSql(StoreAddress address) {
    double number(String statement) throws IOException, InterruptedException {
        return Double.parseDouble(run(statement).strip());
    }

    String run(String statement) throws IOException, InterruptedException {
        String database = URLEncoder.encode(address.database(), StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(address.uri() + "/?allow_suspicious_low_cardinality_types=1&database=" + database))
                .header("X-ClickHouse-User", address.user())
                .header("X-ClickHouse-Key", address.password())
                .POST(HttpRequest.BodyPublishers.ofString(statement))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.body());
        }
        return response.body();
    }
}
