package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.AcceptIncidentRequest;
import dev.stackhouse.proto.query.v1.AcknowledgeIncidentRequest;
import dev.stackhouse.proto.query.v1.EvaluateVersionsRequest;
import dev.stackhouse.proto.query.v1.EvaluateVersionsResponse;
import dev.stackhouse.proto.query.v1.Evaluation;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.GetIncidentRequest;
import dev.stackhouse.proto.query.v1.GetIncidentResponse;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentChange;
import dev.stackhouse.proto.query.v1.IncidentNote;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.ListIncidentChangesRequest;
import dev.stackhouse.proto.query.v1.ListIncidentChangesResponse;
import dev.stackhouse.proto.query.v1.ListIncidentsRequest;
import dev.stackhouse.proto.query.v1.ListIncidentsResponse;
import dev.stackhouse.query.regression.Deploy;
import dev.stackhouse.query.regression.IncidentContent;
import dev.stackhouse.query.regression.LookRun;
import dev.stackhouse.query.regression.Regressions;
import dev.stackhouse.storage.regression.ChangeCursor;
import dev.stackhouse.storage.regression.IncidentQuery;
import dev.stackhouse.storage.regression.IncidentRow;
import dev.stackhouse.storage.regression.ServiceVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers about incidents. Every method blocks, and throws what {@link ErrorStatus} knows. Thread-safe. */
final class RegressionAnswers {
    private static final Duration MONTH = Duration.ofDays(30);
    /** How far back a look that was asked for goes, if the version is older. */
    private static final Duration LONGEST_LOOK = Duration.ofHours(6);

    private static final int MOST = 500;
    private static final int VERSIONS_NAMED = 20;
    private static final int LONGEST_NOTE = 2_000;

    private final Regressions regressions;
    private final Selections selections;
    private final Clock clock;

    RegressionAnswers(Regressions regressions, Selections selections, Clock clock) {
        this.regressions = regressions;
        this.selections = selections;
        this.clock = clock;
    }

    ListIncidentsResponse list(ListIncidentsRequest request) {
        long toMillis = request.getToUnixMillis() == 0 ? Long.MAX_VALUE / 2 : request.getToUnixMillis();
        long fromMillis = request.getFromUnixMillis() == 0
                ? Math.min(toMillis, clock.millis()) - MONTH.toMillis()
                : request.getFromUnixMillis();
        if (fromMillis >= toMillis) {
            throw RequestException.invalid("the range is empty or inverted");
        }
        List<IncidentRow> rows = regressions
                .store()
                .incidents()
                .matching(new IncidentQuery(
                        request.getService(),
                        request.getStatesList().stream()
                                .map(state -> IncidentContent.text(known(state)))
                                .toList(),
                        request.getTypesList().stream()
                                .map(type -> IncidentContent.text(known(type)))
                                .toList(),
                        Math.max(0, fromMillis),
                        toMillis));
        int pageSize = Math.min(MOST, Limits.atLeast(1, "page_size", request.getPageSize(), MOST));
        Page<IncidentRow> page = Page.of(rows, RegressionAnswers::key, pageSize, request.getPageToken());
        return ListIncidentsResponse.newBuilder()
                .addAllIncidents(
                        page.entries().stream().map(IncidentContent::of).toList())
                .setNextPageToken(page.nextToken())
                .build();
    }

    /** Those that changed last come first. */
    private static String key(IncidentRow row) {
        return String.format(Locale.ROOT, "%019d/%s", Long.MAX_VALUE - row.changedMillis(), row.id());
    }

    private static <E extends Enum<E>> E known(E value) {
        if (value.name().equals("UNRECOGNIZED") || value.name().endsWith("_UNSPECIFIED")) {
            throw RequestException.invalid("there is no such state or type of incidents");
        }
        return value;
    }

    GetIncidentResponse get(GetIncidentRequest request) {
        List<Incident> history = regressions.store().incidents().history(request.getId()).stream()
                .map(IncidentContent::of)
                .toList();
        if (history.isEmpty()) {
            throw unknown(request.getId());
        }
        return GetIncidentResponse.newBuilder()
                .setIncident(history.get(history.size() - 1))
                .addAllHistory(history)
                .build();
    }

    ListIncidentChangesResponse changes(ListIncidentChangesRequest request) {
        ChangeCursor cursor =
                request.getCursor().isEmpty() ? ChangeCursor.before(0) : IncidentCursor.parse(request.getCursor());
        int most = Math.min(MOST, Limits.atLeast(1, "page_size", request.getPageSize(), MOST));
        List<IncidentChange> changes = changes(request.getService(), cursor, most);
        return ListIncidentChangesResponse.newBuilder()
                .addAllChanges(changes)
                .setCursor(
                        changes.isEmpty()
                                ? IncidentCursor.text(cursor)
                                : changes.get(changes.size() - 1).getCursor())
                .build();
    }

    /** The changes after a place, each with its own. */
    List<IncidentChange> changes(String service, ChangeCursor cursor, int most) {
        return regressions.store().incidents().changesAfter(cursor, service, most).stream()
                .map(row -> IncidentChange.newBuilder()
                        .setIncident(IncidentContent.of(row))
                        .setCursor(IncidentCursor.text(ChangeCursor.after(row)))
                        .build())
                .toList();
    }

    /** Where a watch begins. */
    ChangeCursor begin(String cursor) {
        return cursor.isEmpty() ? regressions.store().incidents().now() : IncidentCursor.parse(cursor);
    }

    Incident acknowledge(AcknowledgeIncidentRequest request) {
        IncidentNote note = note(request.getBy(), request.getNote());
        return changed(
                request.getId(),
                incident -> incident.toBuilder().setAcknowledgement(note).build());
    }

    Incident accept(AcceptIncidentRequest request) {
        IncidentNote note = note(request.getBy(), request.getNote());
        return changed(request.getId(), incident -> {
            if (incident.getFinding().getType() == FindingType.FINDING_TYPE_IMPROVEMENT) {
                throw RequestException.invalid("it became cheaper; there is nothing to accept");
            }
            return incident.toBuilder()
                    .setAcceptance(note.toBuilder()
                            .setShare(incident.getFinding().getAfter().getShare()))
                    .setState(IncidentState.INCIDENT_STATE_ACCEPTED)
                    .setReason("Accepted by " + note.getBy() + ".")
                    .build();
        });
    }

    private IncidentNote note(String by, String note) {
        if (by.isBlank()) {
            throw RequestException.invalid("by is missing: say who you are");
        }
        if (by.length() + note.length() > LONGEST_NOTE) {
            throw RequestException.invalid("by and note are longer than " + LONGEST_NOTE + " characters");
        }
        return IncidentNote.newBuilder()
                .setBy(by.strip())
                .setNote(note.strip())
                .setUnixMillis(clock.millis())
                .build();
    }

    private Incident changed(String id, UnaryOperator<Incident> step) {
        Incident changed = regressions.book().change(id, step);
        if (changed == null) {
            throw unknown(id);
        }
        return changed;
    }

    private static RequestException unknown(String id) {
        return new RequestException(RequestException.Category.NOT_FOUND, "no incident '" + id + "' in the store");
    }

    EvaluateVersionsResponse evaluate(EvaluateVersionsRequest request) {
        String service = Target.requireService(request.getService(), "service");
        String event = request.getEvent().isEmpty()
                ? ""
                : ProfiledEvent.parse(request.getEvent()).text();
        if (request.getBeforeVersion().equals(request.getAfterVersion())) {
            throw RequestException.invalid("before_version and after_version are the same; name two versions");
        }
        List<ServiceVersion> versions = regressions.store().versions().of(service, 0);
        if (versions.isEmpty()) {
            long nowMillis = clock.millis();
            selections.requireKnown(service, selections.range(nowMillis - MONTH.toMillis(), nowMillis, TimeRange.DAY));
        }
        ServiceVersion before = version(versions, request.getBeforeVersion());
        ServiceVersion after = version(versions, request.getAfterVersion());
        long startMillis = Math.max(after.firstSeenMillis(), clock.millis() - LONGEST_LOOK.toMillis());
        Deploy deploy = new Deploy(service, before.version(), after.version(), startMillis, before.lastSeenMillis());
        EvaluateVersionsResponse.Builder response = EvaluateVersionsResponse.newBuilder();
        regressions
                .lookNow(deploy, event, clock.millis())
                .forEach(result -> response.addEvaluations(evaluation(result)));
        return response.build();
    }

    private static Evaluation evaluation(LookRun.Result result) {
        var outcome = result.found().compared().outcome();
        return Evaluation.newBuilder()
                .setEvent(result.found().look().event())
                .setVerdict(VersionAnswers.verdict(outcome))
                .setTooLittle(outcome.tooLittle())
                .setBefore(result.found().before())
                .setAfter(result.found().after())
                .setMinimalDetectableChange(result.found().detectable())
                .addAllIncidents(result.incidents())
                .build();
    }

    private static ServiceVersion version(List<ServiceVersion> versions, String name) {
        @Nullable
        ServiceVersion found = versions.stream()
                .filter(version -> version.version().equals(name))
                .findFirst()
                .orElse(null);
        if (found == null) {
            List<ServiceVersion> newest =
                    new ArrayList<>(versions.subList(Math.max(0, versions.size() - VERSIONS_NAMED), versions.size()));
            throw new RequestException(
                    RequestException.Category.NOT_FOUND,
                    "the service has no version '" + name + "'; known: "
                            + newest.stream().map(ServiceVersion::version).collect(Collectors.joining(", ")));
        }
        return found;
    }
}
