package dev.stackhouse.query.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.EvaluateVersionsRequest;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.ListIncidentsRequest;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceBlockingStub;
import dev.stackhouse.query.TestingQueryServer;
import dev.stackhouse.query.regression.RegressionSettings;
import dev.stackhouse.query.regression.SeededDeploy;
import dev.stackhouse.query.server.QueryServerConfig;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.regression.IncidentRow;
import dev.stackhouse.storage.regression.RegressionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Incidents on the page: in a real browser, over those that a real server found in a real store. */
class IncidentPageTest {
    private static final String CART = "com.acme.Cart.total";
    private static final String OLD_TAX = "com.acme.OldTax.apply";

    private static TestingBrowser chromium;
    private static TestingClickHouse store;
    private static TestingQueryServer server;
    private static RegressionServiceBlockingStub regressions;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() {
        chromium = TestingBrowser.start();
        store = TestingClickHouse.start();
        RegressionSettings off = new RegressionSettings(false, null, Duration.ofSeconds(10));
        server = TestingQueryServer.start(QueryServerConfig.of(0, store.address(), off), Clock.systemUTC());
        regressions = GrpcClients.builder("gproto+" + server.uri())
                .responseTimeout(Duration.ofMinutes(2))
                .build(RegressionServiceBlockingStub.class);
        SeededDeploy.writeWithGone(store.address(), "checkout", 0.05, 0.08, 0.01);
        SeededDeploy.write(store.address(), "basket", 0.05, 0.08);
        for (int look = 0; look < 3; look++) {
            evaluate("checkout");
        }
        evaluate("basket");
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
    void theHeaderCountsWhatFiresAndLeadsToTheList() {
        open("/?service=checkout&range=24h");
        assertThat(page.locator("#firing")).hasText("1");

        page.locator("#incidents").click();

        Locator first = rows().first();
        assertThat(first).containsText("Firing");
        assertThat(first).containsText("checkout");
        assertThat(first).containsText("41 → 42");
        assertThat(first).containsText("Cart.total");
        assertThat(first.locator("td").nth(4))
                .hasText(Pattern.compile("\\+[23]\\.\\d+ points[45]\\.\\d+% → [78]\\.\\d+% of CPU"));
        assertThat(first.locator("td").nth(5)).hasText(Pattern.compile("\\+[0-9.]+ (milli)?cores.*an instance"));
        assertThat(page).hasURL(Pattern.compile("incidents=all"));
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatBecameDearerComesBeforeWhatBecameCheaper() {
        open("/?incidents=all&of=checkout");

        assertThat(rows()).hasCount(2);
        assertThat(rows().first()).containsText("Cart.total");
        assertThat(rows().last()).containsText("OldTax.apply");
        assertThat(rows().last().locator("td").nth(4)).containsText(Pattern.compile("−(0\\.9|1\\.0)"));
    }

    @Test
    void theListIsFilteredByStateAndService() {
        open("/?incidents=all");
        assertThat(rowsOf("checkout")).hasCount(2);
        assertThat(rowsOf("basket")).hasCount(1);

        page.locator("#list-states").selectOption("candidate");
        assertThat(rowsOf("checkout")).hasCount(0);
        assertThat(rowsOf("basket")).hasCount(1);

        page.locator("#list-services").selectOption("checkout");
        assertThat(page.locator("#list-notice")).containsText("No incident of checkout in the state “Candidate”");
        assertThat(page).hasURL(Pattern.compile("incidents=candidate&of=checkout"));
        page.getByText("Show all incidents").click();
        assertThat(rowsOf("checkout")).hasCount(2);
    }

    @Test
    void anIncidentShowsItsProof() {
        openFirst();

        assertThat(page.locator("#incident-head h1"))
                .hasText(Pattern.compile(
                        "Cart\\.total takes [78]\\.\\d+% of CPU in checkout 42; in 41 it took [45]\\.\\d+%"));
        Locator proof = page.locator("#incident-proof");
        assertThat(proof).containsText(Pattern.compile("Share in 41\\s*[45]\\.\\d+% \\(\\d\\.\\d+% to \\d\\.\\d+%\\)"));
        assertThat(proof).containsText(Pattern.compile("Share in 42\\s*[78]\\.\\d+% \\(\\d\\.\\d+% to \\d\\.\\d+%\\)"));
        assertThat(proof).containsText(Pattern.compile("in all, \\+[0-9.]+ (milli)?cores an instance"));
        assertThat(proof).containsText("q = ");
        assertThat(proof).containsText(Pattern.compile("6 instances, [0-9,]+ samples"));
        assertThat(proof).containsText(Pattern.compile("Would be found\\s*from 0\\.\\d+ points on"));
        assertThat(proof.locator(".path li")).hasCount(2);
        assertThat(page.locator("#incident-history li")).hasCount(3);
        assertThat(page.locator("#incident-history li").first()).containsText("Firing");
        assertThat(page.locator("#incident-history li").nth(1)).containsText("Pending");
        assertThat(page.locator("#incident-history li").last()).containsText("Candidate");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theTimeLineHasTheVersions() {
        openFirst();

        assertThat(page.locator("#timeline")).hasAttribute("data-series", "2");
        assertThat(page.locator("#chart-keys")).containsText("41");
        assertThat(page.locator("#chart-keys")).containsText("42");
    }

    @Test
    void theDifferenceMarksWhatBecameDearerInRed() {
        openFirst();

        assertThat(flame()).hasAttribute("data-compared", "41 → 42");
        assertThat(flame()).hasAttribute("data-marked", "1");
        assertThat(page.locator(".fg-legend")).containsText("41 → 42share of CPU");
        assertThat(number("graph.tree.shares(graph.indexOf(name)).before", CART))
                .isBetween(0.045, 0.055);
        assertThat(number("graph.tree.shares(graph.indexOf(name)).after", CART)).isBetween(0.072, 0.088);
        int[] dearer = color(CART);
        assertThat(dearer[0]).as("red").isGreaterThan(dearer[2] + 60);
    }

    @Test
    void whatIsGoneIsThereAsWideAsItWas() {
        openFirst();

        assertThat(flame()).hasAttribute("data-gone", "1");
        double share = number("graph.tree.shares(graph.indexOf(name)).before", OLD_TAX);
        assertThat(share).isBetween(0.008, 0.012);
        double ofRoot = number("graph.tree.span[graph.indexOf(name)] / graph.tree.total[0]", OLD_TAX);
        assertThat(ofRoot).isCloseTo(share, offset(1e-9));
        page.locator(".fg-view").focus();
        page.evaluate(
                "name => { const graph = document.getElementById('flame').flameGraph; graph.zoomTo(graph.indexOf(name)); }",
                OLD_TAX);
        assertThat(page.locator(".fg-hidden"))
                .containsText(Pattern.compile("\\d\\.\\d+% in 41, gone in 42, −\\d\\.\\d+ points"));
        int[] hollow = color(OLD_TAX);
        assertThat(hollow[2]).as("blue strokes").isGreaterThan(hollow[0]);
    }

    @Test
    void theAddressReproducesAnIncidentAndBackLeadsToTheList() {
        openFirst();
        page.locator(".path li button").last().click();
        assertThat(flame()).hasAttribute("data-visible-root", CART);
        page.locator("#theme").click();
        String link = page.url();
        context.close();

        openBrowser(ColorScheme.LIGHT);
        page.navigate(link);
        assertThat(page.locator("#incident-head h1")).containsText("Cart.total takes");
        assertThat(flame()).hasAttribute("data-visible-root", CART);
        assertThat(flame()).hasAttribute("data-compared", "41 → 42");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page).hasURL(link);

        page.locator("#incident-close").click();
        assertThat(rows()).hasCount(2);
        page.goBack();
        assertThat(page.locator("#incident-head h1")).isVisible();
    }

    @Test
    void theLinkOfTheServerOpensTheIncidentAndThenTheProfileOfItsVersion() {
        Incident incident = incident("checkout");

        open(incident.getPagePath());
        assertThat(page.locator("#incident-head h1")).containsText("Cart.total takes");
        assertThat(flame()).hasAttribute("data-compared", "41 → 42");

        page.getByText("Profile of 42").click();
        assertThat(page.locator("#selector")).hasValue("version=\"42\"");
        assertThat(flame()).hasAttribute("data-compared", "");
        assertThat(page.locator("#figure-note")).containsText("6 instances");
    }

    @Test
    void theIdAloneIsEnough() {
        open("/?incident=" + incident("checkout").getId());

        assertThat(flame()).hasAttribute("data-compared", "41 → 42");
        assertThat(page).hasURL(Pattern.compile("service=checkout"));
    }

    @Test
    void aChangeWithoutANewVersionComparesTwoTimesOfTheService() throws Exception {
        SeededDeploy.write(store.address(), "steady", 0.05, 0.08);
        long changed = SeededDeploy.DEPLOYED_MILLIS;
        append(incident("basket").toBuilder()
                .setId("steady-1")
                .setRevision(1)
                .setService("steady")
                .setState(IncidentState.INCIDENT_STATE_PENDING)
                .setBefore(side(changed - 30 * 60_000, changed))
                .setAfter(side(changed, SeededDeploy.END_MILLIS))
                .setChangedAtUnixMillis(changed)
                .setPagePath("/?service=steady&event=cpu&from=" + changed + "&to=" + SeededDeploy.END_MILLIS
                        + "&incident=steady-1")
                .build());

        open("/?incidents=all&of=steady");
        assertThat(rows().first().locator("td").nth(2)).hasText(Pattern.compile("42since .*\\d\\d:\\d\\d"));
        rows().first().locator("a").click();

        assertThat(page.locator("#incident-head h1"))
                .hasText(Pattern.compile(
                        "Cart\\.total takes [78]\\.\\d+% of CPU in steady 42 since .*; before it took [45]\\.\\d+%"));
        assertThat(flame()).hasAttribute("data-compared", Pattern.compile("before → since .*\\d\\d:\\d\\d"));
        // Of the newer time both versions are there, as of a service without a second one all instances are.
        assertThat(number("graph.tree.shares(graph.indexOf(name)).before", CART))
                .isBetween(0.045, 0.055);
        assertThat(number("graph.tree.shares(graph.indexOf(name)).after", CART)).isBetween(0.059, 0.071);
        Locator proof = page.locator("#incident-proof");
        assertThat(proof).containsText(Pattern.compile("Share before\\s*[45]\\.\\d+%"));
        assertThat(proof).containsText(Pattern.compile("Share since .*\\s*[78]\\.\\d+%"));
        assertThat(proof).containsText("without a new version");
        page.getByText("Profile of steady").click();
        assertThat(page.locator("#selector")).hasValue("");
        assertThat(complaints).isEmpty();
    }

    @Test
    void anUnknownIncidentIsSaidToBeUnknown() {
        open("/?incident=none");

        assertThat(page.locator("#notice")).containsText("no incident 'none' in the store");
        page.locator("#notice").getByText("All incidents").click();
        assertThat(rowsOf("checkout")).hasCount(2);
    }

    @Test
    void itIsAcknowledgedAndAccepted() {
        SeededDeploy.write(store.address(), "accepted", 0.05, 0.08);
        evaluate("accepted");
        open("/?incidents=all&of=accepted");
        rows().first().locator("a").click();

        page.locator("#incident-form [name=by]").fill("ann");
        page.locator("#incident-form [name=note]").fill("I look");
        page.locator("#incident-form [name=acknowledge]").click();
        assertThat(page.locator("#incident-said")).hasText("Seen by ann: I look");
        assertThat(page.locator("#incident-head .badge")).hasText("Candidate");

        page.locator("#incident-form [name=note]").fill("tax is due");
        page.locator("#incident-form [name=accept]").click();
        assertThat(page.locator("#incident-head .badge")).hasText("Accepted");
        assertThat(page.locator("#incident-said")).containsText("Accepted by ann: tax is due");
        assertThat(page.locator("#incident-history li")).hasCount(3);
        assertThat(page.locator("#incident-history li").first()).containsText("Accepted by ann. tax is due");
        assertThat(page.locator("#incident-history li").nth(1)).containsText("Acknowledged by ann. I look");
        assertThat(page.locator("#incident-form [name=accept]")).isHidden();
        assertThat(incident("accepted").getState()).isEqualTo(IncidentState.INCIDENT_STATE_ACCEPTED);
        page.locator("#incident-close").click();
        assertThat(rows()).containsText("seen by ann");
        assertThat(complaints).isEmpty();
    }

    @Test
    void everythingIsReachedWithTheKeyboard() {
        open("/?incidents=all&of=checkout");
        rows().first().locator("a").focus();

        page.keyboard().press("Enter");
        assertThat(page.locator("#incident-head h1")).isFocused();
        assertThat(flame()).hasAttribute("data-compared", "41 → 42");
        page.locator(".fg-view").focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        assertThat(flame()).hasAttribute("data-focused", CART);
        assertThat(page.locator(".fg-hidden"))
                .containsText(Pattern.compile("[45]\\.\\d+% in 41, [78]\\.\\d+% in 42, \\+\\d\\.\\d+ points"));
        page.locator("#incident-close").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#list-title")).isFocused();
    }

    @Test
    void anEmptyStoreSaysWhatThatMeans() {
        page.route(Pattern.compile("/api/v1/incidents\\?"), route -> {
            // No other way to an empty list in a store that the other tests have filled.
            route.resume(new Route.ResumeOptions().setUrl(route.request().url() + "&to_unix_millis=86400000"));
        });
        open("/?incidents=all");

        assertThat(page.locator("#list-notice")).containsText("No incident in the last 30 days");
        assertThat(page.locator("#list-notice")).containsText("STACKHOUSE_REGRESSIONS");
        assertThat(page.locator("#firing")).isHidden();
    }

    private static ComparedVersion side(long fromMillis, long toMillis) {
        return ComparedVersion.newBuilder()
                .setVersion("42")
                .setInstances(6)
                .setSamples(60_000)
                .setFromUnixMillis(fromMillis)
                .setToUnixMillis(toMillis)
                .build();
    }

    private static void append(Incident incident) throws Exception {
        try (RegressionStore incidents = new RegressionStore(store.address(), Duration.ofSeconds(30))) {
            incidents
                    .incidents()
                    .append(new IncidentRow(
                            incident.getService(),
                            incident.getId(),
                            incident.getRevision(),
                            0,
                            incident.getFingerprint(),
                            incident.getEvent(),
                            incident.getBefore().getVersion(),
                            incident.getAfter().getVersion(),
                            "REGRESSION",
                            "PENDING",
                            CART,
                            incident.getFirstFoundUnixMillis(),
                            JsonFormat.printer().print(incident)));
        }
    }

    private static void evaluate(String service) {
        regressions.evaluateVersions(EvaluateVersionsRequest.newBuilder()
                .setService(service)
                .setBeforeVersion("41")
                .setAfterVersion("42")
                .build());
    }

    /** Of Cart.total. */
    private static Incident incident(String service) {
        return regressions
                .listIncidents(
                        ListIncidentsRequest.newBuilder().setService(service).build())
                .getIncidentsList()
                .stream()
                .filter(one -> one.getFinding().getPathList().contains(CART))
                .findFirst()
                .orElseThrow();
    }

    private void openBrowser(ColorScheme scheme) {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(1400, 900));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    private void open(String path) {
        page.navigate(server.uri().resolve(path).toString());
    }

    /** From the list. */
    private void openFirst() {
        open("/?incidents=all&of=checkout");
        rows().first().locator("a").click();
        assertThat(flame()).hasAttribute("data-frames", Pattern.compile("3\\d"));
    }

    private Locator rows() {
        return page.locator("#incident-table tbody tr");
    }

    private Locator rowsOf(String service) {
        return rows().filter(new Locator.FilterOptions().setHasText(service));
    }

    private Locator flame() {
        return page.locator("#flame");
    }

    private double number(String expression, String name) {
        return ((Number) page.evaluate(
                        "name => { const graph = document.getElementById('flame').flameGraph; return " + expression
                                + "; }",
                        name))
                .doubleValue();
    }

    /** Mean red, green and blue of the pixels of a frame's box, as they are drawn. */
    @SuppressWarnings("unchecked")
    private int[] color(String name) {
        Map<String, Number> mean = (Map<String, Number>) page.evaluate("""
                name => {
                  const graph = document.getElementById('flame').flameGraph;
                  const { x, y, width, height } = graph.boundsOf(graph.indexOf(name));
                  const { canvas } = graph;
                  const box = canvas.getBoundingClientRect();
                  const ratio = canvas.width / box.width;
                  const { data } = canvas.getContext('2d').getImageData((x - box.x + 3) * ratio, (y - box.y + 3) * ratio, (width - 7) * ratio, (height - 7) * ratio);
                  const sum = [0, 0, 0];
                  for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += data[i + c];
                  return { red: sum[0] * 4 / data.length, green: sum[1] * 4 / data.length, blue: sum[2] * 4 / data.length };
                }""", name);
        return new int[] {
            mean.get("red").intValue(),
            mean.get("green").intValue(),
            mean.get("blue").intValue()
        };
    }
}
