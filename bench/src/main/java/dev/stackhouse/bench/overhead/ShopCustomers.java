package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Customers of the demo service, each of whom asks for the next thing as soon as he has the last one. Thread-safe. */
final class ShopCustomers implements AutoCloseable {
    /** As many as the service has workers. */
    private static final int CUSTOMERS = 8;

    private static final int PRODUCTS = 40;
    private static final List<String> SEARCHES =
            List.of("oak+stool", "kettle", "walnut", "lampe", "copper+tea", "gitar");

    private final URI shop;
    private final LongAdder served = new LongAdder();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private ShopCustomers(URI shop) {
        this.shop = shop;
    }

    static ShopCustomers start(URI shop) {
        ShopCustomers customers = new ShopCustomers(shop);
        for (int i = 0; i < CUSTOMERS; i++) {
            int seed = i;
            Thread thread = new Thread(() -> customers.visit(new Random(seed)), "customer-" + i);
            thread.setDaemon(true);
            customers.threads.add(thread);
            thread.start();
        }
        return customers;
    }

    private void visit(Random random) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
        try {
            while (!closed) {
                visit(client, random);
            }
        } catch (IOException | InterruptedException | IllegalStateException e) {
            if (!closed) {
                failure.set(e);
            }
        }
    }

    private void visit(HttpClient client, Random random) throws IOException, InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 40) {
            send(client, get("/search?q=" + SEARCHES.get(random.nextInt(SEARCHES.size()))));
        } else if (dice < 65) {
            String cart = send(client, post("/cart", cart(random)));
            String id = cart.replaceFirst(".*\"cartId\":(\\d+).*", "$1");
            send(client, post("/checkout", "{\"cartId\":" + id + "}"));
        } else if (dice < 90) {
            send(client, post("/inventory", "{\"sku\":\"" + sku(random) + "\",\"change\":-1}"));
        } else {
            send(client, get("/report?rows=" + (100 + random.nextInt(300))));
        }
    }

    private String send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(request.uri() + " was answered with " + response.statusCode());
        }
        served.increment();
        return response.body();
    }

    private static String cart(Random random) {
        StringBuilder cart = new StringBuilder("{\"customer\":\"customer-" + random.nextInt(10_000) + "\",\"lines\":[");
        int lines = 2 + random.nextInt(6);
        for (int i = 0; i < lines; i++) {
            cart.append(i == 0 ? "" : ",")
                    .append("{\"sku\":\"")
                    .append(sku(random))
                    .append("\",\"quantity\":2}");
        }
        return cart.append("]}").toString();
    }

    private static String sku(Random random) {
        return String.format("SKU-%05d", random.nextInt(PRODUCTS));
    }

    private HttpRequest get(String pathAndQuery) {
        return HttpRequest.newBuilder(shop.resolve(pathAndQuery))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(shop.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** How many requests were answered so far. */
    long served() throws IOException {
        Exception e = failure.get();
        if (e != null) {
            throw new IOException("a customer left", e);
        }
        return served.sum();
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
