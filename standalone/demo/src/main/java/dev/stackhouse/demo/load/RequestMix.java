package dev.stackhouse.demo.load;

import dev.stackhouse.demo.catalogue.Catalogue;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What customers ask for, made up from a seed. For one thread. */
final class RequestMix {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<String> SEARCHES = List.of(
            "oak stool",
            "kettle",
            "walnut",
            "lampe",
            "copper tea",
            "nordic blanket",
            "gitar",
            "quiet",
            "leather",
            "trai");
    /** Few products sell most. */
    private static final int POPULAR_PRODUCTS = 40;

    private final URI target;
    private final Random random;

    RequestMix(URI target, long seed) {
        this.target = target;
        this.random = new Random(seed);
    }

    /** Of a hundred customers, these many do what. */
    Visit nextVisit() {
        int dice = random.nextInt(100);
        if (dice < 40) {
            return Visit.SEARCH;
        }
        if (dice < 72) {
            return Visit.BUY;
        }
        return dice < 90 ? Visit.FLASH_SALE : Visit.REPORT;
    }

    enum Visit {
        SEARCH,
        /** Fills a cart, then buys it. */
        BUY,
        /** Several customers at once after the same product. */
        FLASH_SALE,
        REPORT
    }

    HttpRequest search() {
        String words = SEARCHES.get(random.nextInt(SEARCHES.size()));
        return get("/search?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
    }

    HttpRequest report() {
        return get("/report?rows=" + (100 + random.nextInt(300)));
    }

    HttpRequest cart() {
        StringBuilder body = new StringBuilder("{\"customer\":\"customer-" + random.nextInt(10_000) + "\",\"lines\":[");
        int lines = 2 + random.nextInt(6);
        for (int i = 0; i < lines; i++) {
            body.append(i == 0 ? "" : ",");
            body.append("{\"sku\":\"")
                    .append(popularSku())
                    .append("\",\"quantity\":")
                    .append(1 + random.nextInt(6));
            body.append('}');
        }
        return post("/cart", body.append("]}").toString());
    }

    HttpRequest checkout(long cartId) {
        return post("/checkout", "{\"cartId\":" + cartId + "}");
    }

    HttpRequest moveStock(String sku) {
        return post("/inventory", "{\"sku\":\"" + sku + "\",\"change\":-1}");
    }

    String popularSku() {
        return Catalogue.skuOf(random.nextInt(POPULAR_PRODUCTS));
    }

    private HttpRequest get(String pathAndQuery) {
        return HttpRequest.newBuilder(target.resolve(pathAndQuery))
                .timeout(TIMEOUT)
                .build();
    }

    private HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(target.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
