package dev.stackhouse.query.regression.route;

import static dev.stackhouse.query.regression.route.SampleIncident.firing;
import static dev.stackhouse.query.regression.route.SampleIncident.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a real Alertmanager makes of incidents. */
@DisabledIf(value = "isMissing", disabledReason = "prometheus-alertmanager is not installed; CI installs it")
class AlertmanagerTest {
    @TempDir
    private Path directory;

    private TestingAlertmanager alertmanager;
    private AlertmanagerSender sender;

    /** Where the tests of a change are run it is a fault if it is not there. */
    static boolean isMissing() {
        return System.getenv("CI") == null && !TestingAlertmanager.isInstalled();
    }

    @BeforeEach
    void start() throws Exception {
        alertmanager = TestingAlertmanager.start(directory);
        Route route = new Route("ops", Route.Kind.ALERTMANAGER, alertmanager.url(), null, Map.of("team", "shop"));
        sender = new AlertmanagerSender(route, "http://page", new JsonPost(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        if (alertmanager != null) {
            alertmanager.close();
        }
    }

    @Test
    void whatFiresIsAnActiveAlertUntilItIsOver() throws Exception {
        sender.send(new Notice(Notice.Kind.FIRED, firing("a").build()));
        // Again, every minute, and by another server too.
        sender.repeat(List.of(firing("a").build()));

        List<JsonNode> alerts = alertmanager.alerts();
        assertThat(alerts).hasSize(1);
        JsonNode alert = alerts.get(0);
        assertThat(alert.at("/status/state").asText()).isNotEqualTo("suppressed");
        assertThat(alert.at("/labels/alertname").asText()).isEqualTo("StackhouseRegression");
        assertThat(alert.at("/labels/method").asText()).isEqualTo("com.acme.Cart.<total & tax>");
        assertThat(alert.at("/labels/version").asText()).isEqualTo("42");
        assertThat(alert.at("/labels/team").asText()).isEqualTo("shop");
        assertThat(alert.at("/annotations/description").asText()).contains("q = 3.0e-07");
        assertThat(alert.get("generatorURL").asText()).isEqualTo("http://page/?incident=a");
        assertThat(Instant.parse(alert.get("startsAt").asText()))
                .isEqualTo(Instant.ofEpochMilli(SampleIncident.FIRED_MILLIS));
        assertThat(Instant.parse(alert.get("endsAt").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(2)), Instant.now().plus(Duration.ofMinutes(5)));

        sender.send(new Notice(Notice.Kind.RESOLVED, resolved("a").build()));
        assertThat(alertmanager.alerts()).isEmpty();
    }

    @Test
    void whatChangedWithoutANewVersionHasNoVersionBefore() throws Exception {
        sender.send(new Notice(Notice.Kind.FIRED, SampleIncident.shift("steady").build()));

        JsonNode alert = alertmanager.alerts().get(0);
        assertThat(alert.at("/labels/version").asText()).isEqualTo("41");
        assertThat(alert.at("/labels/version_before").isMissingNode()).isTrue();
        assertThat(alert.at("/annotations/summary").asText()).contains("since 2025-11-29 03:00 UTC");
    }

    @Test
    void severalIncidentsAreSeveralAlerts() throws Exception {
        sender.repeat(List.of(firing("a").build(), firing("b").build()));

        assertThat(alertmanager.alerts())
                .extracting(alert -> alert.at("/labels/incident").asText())
                .containsExactlyInAnyOrder("a", "b");
    }
}
