package dev.stackhouse.demo;

import static dev.stackhouse.demo.RunningShop.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckoutServiceTest {
    private static RunningShop shop;

    @BeforeAll
    static void open() throws Exception {
        shop = new RunningShop();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void quotesACartWithDiscountTaxAndShipping() throws Exception {
        JsonNode quote = json(cart("SKU-00007", 5)).get("quote");
        JsonNode line = quote.get("lines").get(0);
        long grossCents = line.get("unitCents").longValue() * 5;

        assertThat(line.get("discountCents").longValue()).isEqualTo(grossCents * 5 / 100);
        assertThat(quote.get("netCents").longValue()).isEqualTo(grossCents - grossCents * 5 / 100);
        assertThat(quote.get("totalCents").longValue())
                .isEqualTo(quote.get("netCents").longValue()
                        + quote.get("taxCents").longValue()
                        + quote.get("shippingCents").longValue());
    }

    @Test
    void sellsACartOnceAndTakesItFromTheStock() throws Exception {
        int before = stock("SKU-00021");
        String buy = "{\"cartId\":" + json(cart("SKU-00021", 3)).get("cartId") + "}";
        HttpResponse<String> first = shop.post("/checkout", buy);
        HttpResponse<String> second = shop.post("/checkout", buy);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(json(first).get("signature").textValue()).matches("[0-9a-f]{64}");
        assertThat(stock("SKU-00021")).isEqualTo(before - 3);
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(json(second).get("error").textValue()).contains("bought already");
    }

    @Test
    void findsProductsDespiteATypo() throws Exception {
        JsonNode found = json(shop.get("/search?q=kettel"));
        JsonNode exact = json(shop.get("/search?q=oak%20kettle&limit=3"));

        assertThat(json(shop.get("/search?q=ketle")).get("found").intValue()).isPositive();
        assertThat(found.get("found").intValue()).isZero();
        assertThat(exact.get("products").size()).isEqualTo(3);
        assertThat(exact.get("products").get(0).get("title").textValue()).contains("Oak Kettle");
        assertThat(exact.get("byCategory").size()).isPositive();
    }

    @Test
    void movesStockAndReordersWhatRunsLow() throws Exception {
        JsonNode moved = json(shop.post("/inventory", "{\"sku\":\"SKU-00050\",\"change\":-450}"));

        assertThat(moved.get("stock").intValue()).isEqualTo(550);
        assertThat(moved.get("recentMovements").intValue()).isEqualTo(2);
        assertThat(stock("SKU-00050")).isEqualTo(550);
    }

    @Test
    void reportsWhatWasSold() throws Exception {
        JsonNode cart = json(cart("SKU-00099", 1));
        shop.post("/checkout", "{\"cartId\":" + cart.get("cartId") + "}");
        HttpResponse<String> report = shop.get("/report?rows=50");

        assertThat(report.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(report.body())
                .contains(cart.get("quote").get("lines").get(0).get("title").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/cart | not json | not the JSON expected",
                "/cart | null | The body is null.",
                "/cart | [] | not the JSON expected",
                "/cart | {\"lines\":[]} | 'customer' is missing.",
                "/cart | {\"customer\":\"c\"} | 'lines' must have 1 to 100 lines.",
                "/cart | {\"customer\":\"c\",\"lines\":[null]} | A line has no 'sku'.",
                "/cart | {\"customer\":\"c\",\"lines\":[{\"sku\":\"x\",\"quantity\":1}]} | There is no product 'x'.",
                "/cart | {\"customer\":\"c\",\"lines\":[{\"sku\":\"SKU-00001\"}]} | must be from 1 to 99.",
                "/checkout | {} | 'cartId' is missing.",
                "/checkout | {\"cartId\":987654} | There is no cart 987654",
                "/inventory | {\"change\":1} | 'sku' is missing.",
                "/inventory | {\"sku\":\"SKU-00001\",\"change\":0} | 'change' must be a number",
                "/inventory | {\"sku\":\"SKU-00001\",\"change\":-1000} | not enough of SKU-00001",
            })
    void saysWhatIsWrongWithABody(String path, String body, String message) throws Exception {
        HttpResponse<String> response = shop.post(path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("error").textValue()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/search | 400 | Parameter 'q' is missing.",
                "/search?q=x&limit=0 | 400 | Parameter 'limit' must be a number from 1 to 200.",
                "/inventory?sku=nothing | 400 | There is no product 'nothing'.",
                "/report?rows=many | 400 | Parameter 'rows' must be a number from 1 to 2000.",
                "/cart | 405 | /cart answers POST only.",
                "/search/deeper | 404 | There is nothing at /search/deeper.",
            })
    void saysWhatIsWrongWithAnAddress(String address, int status, String message) throws Exception {
        HttpResponse<String> response = shop.get(address);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).get("error").textValue()).isEqualTo(message);
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        HttpResponse<String> response = shop.post("/cart", "x".repeat(70_000));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> cart(String sku, int quantity) throws Exception {
        return shop.post(
                "/cart", "{\"customer\":\"c\",\"lines\":[{\"sku\":\"" + sku + "\",\"quantity\":" + quantity + "}]}");
    }

    private static int stock(String sku) throws Exception {
        return json(shop.get("/inventory?sku=" + sku)).get("stock").intValue();
    }
}
