package dev.stackhouse.query.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.stackhouse.query.TestingQueryServer;
import dev.stackhouse.storage.TestingClickHouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on a real server, over a real store. */
class PageTest {
    private static final long END_MILLIS =
            System.currentTimeMillis() / SeededProfiles.WINDOW_MILLIS * SeededProfiles.WINDOW_MILLIS - 3_600_000;
    private static final long START_MILLIS = END_MILLIS - 600_000;

    private static TestingBrowser chromium;
    private static TestingClickHouse store;
    private static TestingQueryServer server;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() {
        chromium = TestingBrowser.start();
        store = TestingClickHouse.start();
        server = TestingQueryServer.start(store.address());
        SeededProfiles.write(store.address(), "checkout", START_MILLIS, END_MILLIS);
        SeededProfiles.write(store.address(), "lossy", START_MILLIS, END_MILLIS, Map.of(1, 60L));
        SeededProfiles.write(store.address(), "sound", START_MILLIS, END_MILLIS, Map.of(7, 1L));
        SeededBooks.write(store.address(), START_MILLIS);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (store != null) {
            store.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openBrowser() {
        openBrowser(ColorScheme.LIGHT);
    }

    @AfterEach
    void closeBrowser() {
        context.close();
    }

    @Test
    void showsWhatAServiceSpentItsTimeOn() {
        openRange("");

        assertThat(flame()).hasAttribute("data-frames", "7");
        assertThat(page.locator("#figure")).hasText("1.00 core");
        assertThat(page.locator("#figure-note")).containsText("2 instances · 60,000 samples");
        assertThat(page.locator("#ledger")).hasText("no sample lost");
        assertThat(page.locator("#top tbody tr").first()).containsText("HashMap.get");
        assertThat(page.locator("#top tbody tr").first()).containsText("0.60 cores");
        assertThat(page.locator("#timeline")).hasAttribute("data-series", "1");
        assertThat(complaints).isEmpty();
    }

    @Test
    void warnsOfManyDroppedSamplesButNotOfFew() {
        openRange("lossy", "");
        assertThat(page.locator("#ledger")).hasText("10.0% of samples dropped");
        assertThat(page.locator("#ledger")).hasAttribute("data-tone", "bad");

        openRange("sound", "");
        assertThat(page.locator("#ledger")).hasText("0.18% of samples dropped");
        assertThat(page.locator("#ledger")).hasAttribute("data-tone", "good");
    }

    @Test
    void missingBatchesCountOncePerInstanceWhateverTheEvents() {
        assertMark("gaps", "2 batches missing", "bad");
    }

    @Test
    void booksThatDoNotBalanceAreSaidNotTo() {
        assertMark("unbalanced", "books do not balance: 3 samples unexplained", "bad");
        assertMark("doubled", "1 batch counted twice", "bad");
    }

    @Test
    void aViewWithoutSamplesTellsThatAllWereDropped() {
        openRange("dropped", "");

        assertThat(page.locator("#notice")).containsText("No cpu samples of dropped");
        assertThat(page.locator("#ledger")).hasText("100% of samples dropped");
        assertThat(page.locator("#ledger")).hasAttribute("data-tone", "bad");
    }

    @Test
    void tellsOfClocksThatAreOffAndOfInstancesThatWereKilled() {
        assertMark("fast", "clock 58 min ahead", "bad");
        assertMark("killed", "2 instances ended without notice", "good");
    }

    @Test
    void saysThatTheBooksAreNotAvailable() {
        page.route(
                "**/api/v1/ledger*",
                route -> route.fulfill(new Route.FulfillOptions().setStatus(503).setBody("The store is away.")));

        openRange("");

        assertThat(flame()).hasAttribute("data-frames", "7");
        assertThat(page.locator("#ledger")).hasText("books not available");
        assertThat(page.locator("#ledger")).hasAttribute("data-tone", "bad");
    }

    private void assertMark(String service, String text, String tone) {
        openRange(service, "");
        assertThat(page.locator("#ledger")).hasText(text);
        assertThat(page.locator("#ledger")).hasAttribute("data-tone", tone);
    }

    @Test
    void bytesArePerSecond() {
        openRange("&event=alloc");

        assertThat(page.locator("#figure")).hasText("4.00 MB/s");
    }

    @Test
    void picksAServiceWhenTheAddressNamesNone() {
        page.navigate(server.uri().toString());

        assertThat(page.locator("#service-name")).hasText("checkout");
        assertThat(page).hasURL(Pattern.compile("service=checkout"));
    }

    @Test
    void zoomsOnAClickAndBackUndoesIt() {
        openRange("");

        click("com.acme.checkout.Prices.lookup");
        assertThat(flame()).hasAttribute("data-visible-root", "com.acme.checkout.Prices.lookup");
        assertThat(page.locator(".fg-crumbs")).containsText("Cart.total");
        assertThat(page).hasURL(Pattern.compile("zoom="));

        page.goBack();
        assertThat(flame()).hasAttribute("data-visible-root", "all");
        page.goForward();
        assertThat(flame()).hasAttribute("data-visible-root", "com.acme.checkout.Prices.lookup");
    }

    @Test
    void searchTellsTheShareOfWhatItFinds() {
        openRange("");

        page.keyboard().press("/");
        page.keyboard().type("checkout");

        assertThat(flame()).hasAttribute("data-matches", "3");
        assertThat(flame()).hasAttribute("data-match-share", "90.0");
        assertThat(page.locator(".fg-matches")).hasText("3 frames · 90.0%");
    }

    @Test
    void aMethodOfTheTableIsSearchedFor() {
        openRange("");

        page.locator("#top tbody button").first().click();

        assertThat(flame()).hasAttribute("data-search", "\"java.util.HashMap.get\"");
        assertThat(flame()).hasAttribute("data-match-share", "60.0");
        assertThat(page.locator("#top tbody tr").first()).hasAttribute("aria-selected", "true");
    }

    @Test
    void theTableSortsByTotal() {
        openRange("");

        page.locator("#top th[data-sort=total] button").click();

        assertThat(page.locator("#top th[data-sort=total]")).hasAttribute("aria-sort", "descending");
        assertThat(page.locator("#top tbody tr").first()).containsText("Thread.run");
    }

    @Test
    void aLinkReproducesTheView() {
        openRange("");
        click("com.acme.checkout.Cart.total");
        page.keyboard().press("/");
        page.keyboard().type("Tax");
        page.locator("#top th[data-sort=total] button").click();
        page.locator("#theme").click();
        String link = page.url();
        context.close();

        openBrowser(ColorScheme.LIGHT);
        page.navigate(link);

        assertThat(flame()).hasAttribute("data-visible-root", "com.acme.checkout.Cart.total");
        assertThat(flame()).hasAttribute("data-search", "Tax");
        assertThat(flame()).hasAttribute("data-match-share", "33.3");
        assertThat(page.locator("#top th[data-sort=total]")).hasAttribute("aria-sort", "descending");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page).hasURL(link);
    }

    @Test
    void movesThroughTheFramesWithTheKeyboard() {
        openRange("");
        assertThat(flame()).hasAttribute("data-frames", "7");

        page.locator(".fg-view").focus();
        page.keyboard().press("ArrowDown");
        assertThat(flame()).hasAttribute("data-focused", "java.lang.Thread.run");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        assertThat(flame()).hasAttribute("data-focused", "com.acme.checkout.Prices.lookup");
        assertThat(page.locator(".fg-hidden")).containsText("total 0.60 cores, 60.0%");
        page.keyboard().press("Enter");
        assertThat(flame()).hasAttribute("data-visible-root", "com.acme.checkout.Prices.lookup");
        page.keyboard().press("Backspace");
        assertThat(flame()).hasAttribute("data-visible-root", "com.acme.checkout.Cart.total");
        page.keyboard().press("Escape");
        assertThat(flame()).hasAttribute("data-visible-root", "all");
    }

    @Test
    void draggingOverTheTimeLineNarrowsTheRange() {
        openRange("");
        assertThat(flame()).hasAttribute("data-frames", "7");
        BoundingBox line = page.locator("#timeline .u-over").boundingBox();

        page.mouse().move(line.x + line.width * 0.25, line.y + 20);
        page.mouse().down();
        page.mouse().move(line.x + line.width * 0.4, line.y + 20);
        page.mouse().move(line.x + line.width * 0.5, line.y + 20);
        page.mouse().up();

        assertThat(page.locator("#figure-note")).not().containsText("60,000 samples");
        assertThat(page.locator("#figure")).hasText("1.00 core");
    }

    @Test
    void aSelectorNarrowsToSomeInstances() {
        openRange("");

        page.locator("#selector").fill("version=\"41\"");
        page.locator("#selector").press("Enter");

        assertThat(page.locator("#figure-note")).containsText("1 instance ");
        assertThat(page.locator("#figure")).hasText("0.50 cores");
    }

    @Test
    void aLabelSplitsTheTimeLine() {
        openRange("");

        page.locator("#group-by").selectOption("version");

        assertThat(page.locator("#timeline")).hasAttribute("data-series", "2");
        assertThat(page.locator("#chart-keys")).containsText("41");
    }

    @Test
    void aWrongSelectorIsExplained() {
        openRange("&selector=version");

        assertThat(page.locator("#notice")).isVisible();
        assertThat(page.locator("#notice")).hasAttribute("role", "alert");
        page.getByText("Clear the selector").click();
        assertThat(flame()).hasAttribute("data-frames", "7");
    }

    @Test
    void anUnknownServiceIsSaidToBeUnknown() {
        page.navigate(server.uri().resolve("/?service=nowhere").toString());

        assertThat(page.locator("#notice")).containsText("nowhere");
        page.getByText("Choose a service").click();
        page.locator("#service-options [data-service=checkout]").click();
        assertThat(page.locator("#service-name")).hasText("checkout");
    }

    @Test
    void anEmptyRangeLeadsToTheLatestData() {
        page.navigate(server.uri().resolve("/?service=checkout&range=5m").toString());

        assertThat(page.locator("#notice")).containsText("No cpu samples of checkout in this range");
        page.getByText("Go to the latest data").click();
        assertThat(flame()).hasAttribute("data-frames", "7");
    }

    @Test
    void refreshesByItself() {
        long nowMillis = System.currentTimeMillis() / SeededProfiles.WINDOW_MILLIS * SeededProfiles.WINDOW_MILLIS;
        SeededProfiles.write(store.address(), "inventory", nowMillis - 120_000, nowMillis - 60_000);
        page.navigate(server.uri().resolve("/?service=inventory&range=15m").toString());
        assertThat(page.locator("#figure-note")).containsText("6,000 samples");

        SeededProfiles.write(store.address(), "inventory", nowMillis - 60_000, nowMillis - 30_000, 7);

        assertThat(page.locator("#figure-note"))
                .containsText("9,000 samples", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    }

    @Test
    void followsTheSystemInDarkAndLight() {
        openRange("");
        assertThat(page.locator("#flame .fg")).hasAttribute("data-theme", "light");
        String light = background();
        context.close();

        openBrowser(ColorScheme.DARK);
        openRange("");
        assertThat(page.locator("#flame .fg")).hasAttribute("data-theme", "dark");
        assertThat(background()).isNotEqualTo(light);

        page.locator("#theme").click();
        assertThat(page.locator("#flame .fg")).hasAttribute("data-theme", "light");
        assertThat(background()).isEqualTo(light);
    }

    @Test
    void exportsAreLinked() {
        openRange("");
        assertThat(flame()).hasAttribute("data-frames", "7");
        page.locator("#export").click();

        for (String format : List.of("pprof", "collapsed", "html")) {
            Locator link = page.locator("#export-list a[data-format=" + format + "]");
            assertThat(page.request()
                            .get(server.uri().resolve(link.getAttribute("href")).toString())
                            .status())
                    .as(format)
                    .isEqualTo(200);
        }
    }

    @Test
    void asksNobodyButItsOwnServer() {
        List<String> asked = new ArrayList<>();
        page.onRequest(request -> asked.add(request.url()));
        openRange("");
        assertThat(flame()).hasAttribute("data-frames", "7");

        assertThat(asked)
                .isNotEmpty()
                .allMatch(url -> url.startsWith(server.uri().toString()));
    }

    private void openBrowser(ColorScheme scheme) {
        context = chromium.browser()
                .newContext(
                        new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(1400, 900));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    private void openRange(String rest) {
        openRange("checkout", rest);
    }

    private void openRange(String service, String rest) {
        String query = "/?service=" + service + "&from=" + instant(START_MILLIS) + "&to=" + instant(END_MILLIS) + rest;
        page.navigate(server.uri().resolve(query.replace("\"", "%22")).toString());
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private Locator flame() {
        return page.locator("#flame");
    }

    private String background() {
        return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
    }

    /** Clicks into the middle of a frame's box. */
    private void click(String frame) {
        assertThat(flame()).hasAttribute("data-frames", "7");
        @SuppressWarnings("unchecked")
        Map<String, Number> box = (Map<String, Number>) page.evaluate(
                "name => { const graph = document.getElementById('flame').flameGraph; return graph.boundsOf(graph.indexOf(name)); }",
                frame);
        page.mouse()
                .click(
                        box.get("x").doubleValue() + box.get("width").doubleValue() / 2,
                        box.get("y").doubleValue() + box.get("height").doubleValue() / 2);
    }
}
