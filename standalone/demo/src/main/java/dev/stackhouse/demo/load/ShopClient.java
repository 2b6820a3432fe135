package dev.stackhouse.demo.load;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Sends requests with a bound on those under way, and counts what comes of them. Thread-safe. */
final class ShopClient {
    private static final int MAX_UNDER_WAY = 24;
    private static final int OK = 200;

    private final HttpClient http;
    private final Semaphore places = new Semaphore(MAX_UNDER_WAY);
    private final LongAdder sent = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder heldBack = new LongAdder();

    ShopClient(ExecutorService executor) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(executor)
                .build();
    }

    void send(HttpRequest request) {
        send(request, body -> {});
    }

    /** Sends it unless too many are under way; never waits. The action gets the body of a good answer. */
    void send(HttpRequest request, Consumer<String> onAnswer) {
        if (!places.tryAcquire()) {
            heldBack.increment();
            return;
        }
        sent.increment();
        var unused = http.sendAsync(request, BodyHandlers.ofString()).whenComplete((response, problem) -> {
            places.release();
            if (problem != null) {
                failed.increment();
            } else {
                take(response, onAnswer);
            }
        });
    }

    private void take(HttpResponse<String> response, Consumer<String> onAnswer) {
        if (response.statusCode() == OK) {
            answered.increment();
            onAnswer.accept(response.body());
        } else {
            refused.increment();
        }
    }

    LoadFigures figures() {
        return new LoadFigures(sent.sum(), answered.sum(), refused.sum(), failed.sum(), heldBack.sum());
    }
}
