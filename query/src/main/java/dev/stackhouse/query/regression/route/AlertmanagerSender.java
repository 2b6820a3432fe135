package dev.stackhouse.query.regression.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.proto.query.v1.Incident;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Tells Prometheus Alertmanager, API v2 (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml). It forgets an alert that
 * is not told again before its end, so that what fires is told every minute, each time with an end some minutes ahead.
 */
final class AlertmanagerSender implements Sender {
    private static final String PATH = "/api/v2/alerts";
    private static final Duration LASTS = Duration.ofMinutes(5);

    private final Route route;
    private final String page;
    private final JsonPost post;
    private final Clock clock;

    AlertmanagerSender(Route route, String page, JsonPost post, Clock clock) {
        this.route = route;
        this.page = page;
        this.post = post;
        this.clock = clock;
    }

    @Override
    public void send(Notice notice) throws SendException, InterruptedException {
        Instant now = clock.instant();
        switch (notice.kind()) {
            case FIRED -> post(List.of(notice.incident()), now.plus(LASTS));
            case RESOLVED, ACCEPTED -> post(List.of(notice.incident()), now);
            case ACKNOWLEDGED, IMPROVED -> {
                // No alert: who looks after it silences it there.
            }
        }
    }

    @Override
    public void repeat(List<Incident> firing) throws SendException, InterruptedException {
        if (!firing.isEmpty()) {
            post(firing, clock.instant().plus(LASTS));
        }
    }

    @Override
    public boolean repeats() {
        return true;
    }

    private void post(List<Incident> incidents, Instant end) throws SendException, InterruptedException {
        ArrayNode alerts = JsonPost.JSON.createArrayNode();
        incidents.forEach(incident -> alert(alerts.addObject(), incident, end));
        post.post(route.url(), PATH, Map.of(), JsonPost.bytes(alerts));
    }

    private void alert(ObjectNode alert, Incident incident, Instant end) {
        IncidentText text = new IncidentText(incident);
        ObjectNode labels = alert.putObject("labels");
        route.labels().forEach(labels::put);
        // These name the alert, so that none of them may change while it fires.
        labels.put("alertname", "StackhouseRegression")
                .put("incident", incident.getId())
                .put("service", incident.getService())
                .put("event", incident.getEvent())
                .put("method", text.whole())
                .put("version", incident.getAfter().getVersion());
        if (!text.isShift()) {
            labels.put("version_before", incident.getBefore().getVersion());
        }
        alert.putObject("annotations")
                .put("summary", text.title())
                .put("description", String.join("\n", text.proof()))
                .put("reason", incident.getReason());
        if (incident.getFiredUnixMillis() > 0) {
            alert.put(
                    "startsAt",
                    Instant.ofEpochMilli(incident.getFiredUnixMillis()).toString());
        }
        alert.put("endsAt", end.toString());
        alert.put("generatorURL", page + incident.getPagePath());
    }
}
