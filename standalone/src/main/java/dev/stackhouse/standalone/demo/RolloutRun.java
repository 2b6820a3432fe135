package dev.stackhouse.standalone.demo;

import dev.stackhouse.proto.query.v1.CompareVersionsRequest;
import dev.stackhouse.proto.query.v1.CompareVersionsResponse;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.GetIncidentRequest;
import dev.stackhouse.proto.query.v1.GetIncidentResponse;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.ListIncidentsRequest;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceBlockingStub;
import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.IncidentText;
import dev.stackhouse.standalone.client.QueryClient;
import dev.stackhouse.standalone.client.VersionText;
import dev.stackhouse.standalone.up.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rolls a version out and tells what the server says of it, in the terminal. Single-threaded. */
final class RolloutRun {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** The last look is due before this; see the rules. */
    private static final Duration WATCHED = Duration.ofSeconds(280);

    private final Stackhouse stackhouse;
    private final Rollout rollout;
    private final StopSignal signal;
    private final Instant start;
    private final boolean json;
    private final QueryClient client;
    private final Map<String, Integer> told = new LinkedHashMap<>();
    private @Nullable Incident fired;
    private double secondsToAlert;

    RolloutRun(Stackhouse stackhouse, Rollout rollout, StopSignal signal, Instant start, boolean json) {
        this.stackhouse = stackhouse;
        this.rollout = rollout;
        this.signal = signal;
        this.start = start;
        this.json = json;
        this.client = new QueryClient("127.0.0.1:" + stackhouse.queryPort());
    }

    /** Returns when the duration, counted from the start of the command, is over or the stop signal came. */
    void runFor(Duration duration) {
        Instant end = start.plus(duration);
        say("Everything runs after " + sinceStart() + " s, page: " + stackhouse.page());
        if (rollout.run(stackhouse, signal, this::say)) {
            return;
        }
        Instant rolledOut = Instant.now();
        say("The server looks at the new version beside the old one, once it is warm and again later."
                + " What it finds is told here and on the page.");
        Instant until = rolledOut.plus(WATCHED);
        while (Instant.now().isBefore(until) && Instant.now().isBefore(end) && fired == null) {
            if (signal.await(LOOK)) {
                return;
            }
            String lastWords = rollout.lastWords();
            if (!lastWords.isEmpty()) {
                throw new CommandException("An instance of the demo service ended: " + lastWords);
            }
            follow();
        }
        if (fired == null) {
            say("\nNothing fired.\n" + comparison(rolledOut));
        }
        if (json) {
            System.out.println(figures());
        }
        Duration rest = Duration.between(Instant.now(), end);
        if (!rest.isNegative()) {
            say(rest.toDays() > 1 ? "Ctrl-C stops it." : "");
            signal.await(rest);
        }
    }

    private void follow() {
        for (Incident incident : incidents()) {
            Integer revision = told.put(incident.getId(), incident.getRevision());
            if (revision != null && revision == incident.getRevision()) {
                continue;
            }
            say(IncidentText.line(incident, ZoneId.systemDefault()));
            boolean regression = incident.getFinding().getType() == FindingType.FINDING_TYPE_REGRESSION;
            if (fired == null && regression && incident.getState() == IncidentState.INCIDENT_STATE_FIRING) {
                fired = incident;
                secondsToAlert = sinceStart();
                GetIncidentResponse all = client.ask(
                        RegressionServiceBlockingStub.class,
                        stub -> stub.getIncident(GetIncidentRequest.newBuilder()
                                .setId(incident.getId())
                                .build()));
                say("\nA regression, " + secondsToAlert + " s after the start:\n"
                        + IncidentText.all(
                                all.getIncident(),
                                all.getHistoryList(),
                                "http://127.0.0.1:" + stackhouse.queryPort(),
                                ZoneId.systemDefault()));
            }
        }
    }

    private List<Incident> incidents() {
        List<Incident> ofThisRun = new ArrayList<>();
        for (Incident incident : client.ask(
                        RegressionServiceBlockingStub.class,
                        stub -> stub.listIncidents(ListIncidentsRequest.newBuilder()
                                .setService(DemoService.NAME)
                                .build()))
                .getIncidentsList()) {
            if (incident.getAfter().getVersion().equals(rollout.newerVersion())) {
                ofThisRun.add(incident);
            }
        }
        return ofThisRun;
    }

    /** What can be said of the two versions, as anybody may ask. */
    private String comparison(Instant from) {
        CompareVersionsRequest request = CompareVersionsRequest.newBuilder()
                .setService(DemoService.NAME)
                .setEvent("cpu")
                .setBeforeVersion(rollout.olderVersion())
                .setAfterVersion(rollout.newerVersion())
                .setFromUnixMillis(from.toEpochMilli())
                .setWarmUpMillis(RolloutRules.WARM_UP.toMillis())
                .setMinimalSamples(RolloutRules.MINIMAL_SAMPLES)
                .setMinimalChange(RolloutRules.MINIMAL_CHANGE)
                .build();
        CompareVersionsResponse compared = client.ask(stub -> stub.compareVersions(request));
        return VersionText.format(request, compared);
    }

    private String figures() {
        Incident found = fired;
        return found == null
                ? "{\"fired\":false,\"incidents\":" + told.size() + "}"
                : "{\"fired\":true,\"secondsToAlert\":" + secondsToAlert + ",\"incidents\":" + told.size()
                        + ",\"incident\":" + QueryClient.json(found) + "}";
    }

    private double sinceStart() {
        return Math.round(Duration.between(start, Instant.now()).toMillis() / 100.0) / 10.0;
    }

    /** With JSON, standard output is for the figures alone. */
    private void say(String text) {
        (json ? System.err : System.out).println(text);
    }
}
