package dev.stackhouse.query.regression.route;

import static dev.stackhouse.query.regression.route.SampleIncident.candidate;
import static dev.stackhouse.query.regression.route.SampleIncident.firing;
import static dev.stackhouse.query.regression.route.SampleIncident.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.regression.route.TestingReceiver.Posted;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.regression.RegressionStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How changes of incidents in a real store get to those at the end of a route. */
class RouteRunTest {
    private static TestingClickHouse clickHouse;
    private static RegressionStore store;

    @TempDir
    private Path directory;

    private TestingReceiver receiver;
    private String id;
    private Duration ahead = Duration.ZERO;
    private final RouteMetrics metrics = new RouteMetrics(Clock.systemUTC());

    @BeforeAll
    static void startStore() {
        clickHouse = TestingClickHouse.start();
        store = new RegressionStore(clickHouse.address(), Duration.ofSeconds(30));
    }

    @AfterAll
    static void stopStore() {
        if (store != null) {
            store.close();
        }
        if (clickHouse != null) {
            clickHouse.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        receiver = TestingReceiver.start();
        id = "i" + System.nanoTime();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void tellsWhatFiresAndWhatIsOverOnceWithTheWholeIncident() throws Exception {
        RouteRun run = webhook(null);
        SampleIncident.store(store, candidate(id), firing(id), resolved(id));
        settle();
        run.turn();
        run.turn();

        assertThat(receiver.posted()).extracting(Posted::key).containsExactly(id + "-2", id + "-3");
        Posted fired = receiver.posted().get(0);
        assertThat(fired.json().get("kind").asText()).isEqualTo("fired");
        assertThat(fired.json().get("title").asText())
                .isEqualTo("checkout 42: Cart.<total & tax> takes 8.00 % of cpu, 5.00 % in 41");
        assertThat(fired.json().get("link").asText()).isEqualTo("http://page/?incident=" + id);
        assertThat(fired.json().at("/incident/finding/qValue").asDouble()).isEqualTo(3e-7);
        assertThat(receiver.posted().get(1).json().get("kind").asText()).isEqualTo("resolved");
    }

    @Test
    void aReceiverThatIsAwayIsToldLaterAndAServerThatStartsAgainGoesOn() throws Exception {
        RouteRun run = webhook(null);
        receiver.answer(503, 503);
        SampleIncident.store(store, candidate(id), firing(id));
        settle();
        run.turn();
        run.turn(); // before the pause is over
        assertThat(receiver.posted()).hasSize(1);

        ahead = Duration.ofSeconds(10);
        run.turn();
        assertThat(receiver.posted()).hasSize(2);

        // Another server, or this one after it was killed.
        RouteRun next = webhook(null);
        next.turn();
        assertThat(receiver.posted()).hasSize(3).extracting(Posted::key).containsOnly(id + "-2");
        next.turn();
        webhook(null).turn();
        assertThat(receiver.posted()).hasSize(3);
    }

    @Test
    void whatIsRefusedIsDroppedAndWhatFollowsIsTold() throws Exception {
        RouteRun run = webhook(null);
        receiver.answer(400);
        SampleIncident.store(store, candidate(id), firing(id), resolved(id));
        settle();
        run.turn();

        assertThat(receiver.posted()).extracting(Posted::key).containsExactly(id + "-2", id + "-3");
    }

    @Test
    void signsWithTheSecretOfItsFile() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
        RouteRun run = webhook(secret);
        SampleIncident.store(store, candidate(id), firing(id));
        settle();
        run.turn();

        Posted fired = receiver.posted().get(0);
        String[] parts = fired.signature().split(",v1=", -1);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = parts[0].substring("t=".length()) + "." + fired.text();
        assertThat(parts[1]).isEqualTo(HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void tellsOnlyWhatItsNameIsInAndNothingWhenAnotherServerDoes() throws Exception {
        RouteRun run = webhook(null);
        SampleIncident.store(store, candidate(id), firing(id).clearRoutes().addRoutes("others"));
        settle();
        run.turn();
        assertThat(receiver.posted()).isEmpty();

        RouteRun follower = new RouteRun(
                route(Route.Kind.WEBHOOK, null),
                new WebhookSender(route(Route.Kind.WEBHOOK, null), "http://page", new JsonPost(), clock()),
                store,
                () -> false,
                metrics,
                clock());
        SampleIncident.store(store, resolved(id));
        settle();
        follower.turn();
        assertThat(receiver.posted()).isEmpty();
    }

    @Test
    void slackGetsBlocksWithTheProofAndAButton() throws Exception {
        Route route = route(Route.Kind.SLACK, null);
        RouteRun run = run(route, new SlackSender(route, "http://page", new JsonPost()));
        SampleIncident.store(store, candidate(id), firing(id));
        settle();
        run.turn();

        var message = receiver.posted().get(0).json();
        assertThat(message.at("/blocks/0/text/text").asText())
                .isEqualTo("Dearer: checkout 42: Cart.<total & tax> takes 8.00 % of cpu, 5.00 % in 41");
        assertThat(message.at("/blocks/1/text/text").asText())
                .startsWith("*com.acme.Cart.&lt;total &amp; tax&gt;*\nshare: 5.00 % (4.50 to 5.50) before, 8.00 %")
                .contains("+0.0120 cores an instance, +0.0600 cores in all", "q = 3.0e-07")
                .contains("smallest change that would have been found: 0.0600 points");
        assertThat(message.at("/blocks/2/elements/0/url").asText()).isEqualTo("http://page/?incident=" + id);
    }

    @Test
    void whatChangedWithoutANewVersionIsToldWithItsTime() throws Exception {
        Route route = route(Route.Kind.SLACK, null);
        RouteRun run = run(route, new SlackSender(route, "http://page", new JsonPost()));
        SampleIncident.store(store, SampleIncident.shift(id));
        settle();
        run.turn();

        var message = receiver.posted().get(0).json();
        assertThat(message.at("/blocks/0/text/text").asText())
                .isEqualTo("Dearer: checkout 41: since 2025-11-29 03:00 UTC Cart.<total & tax> takes 8.00 % of cpu,"
                        + " 5.00 % before");
        assertThat(message.at("/blocks/1/text/text").asText())
                .contains("no new version: it changed at about 2025-11-29 03:00 UTC")
                .contains("share: 5.00 %");
    }

    private RouteRun webhook(@Nullable Path secret) throws Exception {
        Route route = route(Route.Kind.WEBHOOK, secret);
        return run(route, new WebhookSender(route, "http://page", new JsonPost(), clock()));
    }

    /** One that knows its place: it tells what comes after now. */
    private RouteRun run(Route route, Sender sender) throws Exception {
        boolean isNew = store.routePlaces().find(route.name()) == null;
        RouteRun run = new RouteRun(route, sender, store, () -> true, metrics, clock());
        if (isNew) {
            run.turn();
        }
        return run;
    }

    private Route route(Route.Kind kind, @Nullable Path secret) {
        return new Route(SampleIncident.route(id), kind, receiver.url(), secret, Map.of());
    }

    private Clock clock() {
        InstantSource source = () -> Instant.now().plus(ahead);
        return source.withZone(ZoneOffset.UTC);
    }

    /** Changes are told when they are older than what may still come before them. */
    private static void settle() throws InterruptedException {
        long beganMillis = store.incidents().now().changedMillis();
        while (store.incidents().now().changedMillis() - beganMillis < 2_000) {
            Thread.sleep(100);
        }
    }
}
