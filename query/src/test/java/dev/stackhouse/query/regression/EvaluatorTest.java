package dev.stackhouse.query.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.ComparedUnit;
import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.Unit;
import dev.stackhouse.query.compare.ServiceHistory;
import dev.stackhouse.query.compare.VersionComparison;
import dev.stackhouse.query.regression.rules.RulesFile;
import dev.stackhouse.regression.State;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.regression.IncidentRow;
import dev.stackhouse.storage.regression.RegressionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at deploys in a real store, by a clock that the test moves. */
class EvaluatorTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration FIRST_LOOK = Duration.ofMinutes(15).plusSeconds(41);
    private static final Duration SECOND_LOOK = Duration.ofMinutes(25).plusSeconds(41);
    private static final Duration LAST_LOOK = Duration.ofMinutes(35).plusSeconds(41);
    private static final Duration CONFIRMATION = Duration.ofMinutes(40).plusSeconds(41);

    private static TestingClickHouse clickHouse;
    private static RegressionStore store;
    private static ProfileReader reader;

    @TempDir
    private Path temporary;

    private final MovingClock clock = new MovingClock();
    private final List<Leadership> leaderships = new ArrayList<>();
    private final EvaluatorMetrics metrics = new EvaluatorMetrics();
    private LookRun run;

    @BeforeAll
    static void start() {
        clickHouse = TestingClickHouse.start();
        store = new RegressionStore(clickHouse.address(), LIMIT);
        reader = new ProfileReader(clickHouse.address(), LIMIT);
    }

    @AfterAll
    static void stop() {
        if (reader != null) {
            reader.close();
        }
        if (store != null) {
            store.close();
        }
        if (clickHouse != null) {
            clickHouse.close();
        }
    }

    @AfterEach
    void release() {
        leaderships.forEach(Leadership::release);
    }

    @Test
    void whatBecameDearerFiresWhenItIsFoundTwice() throws Exception {
        SeededDeploy.write(clickHouse.address(), "dearer", 0.05, 0.08);
        Evaluator evaluator = evaluator("dearer");

        clock.afterDeploy(FIRST_LOOK.minusSeconds(5));
        assertThat(evaluator.turn()).isZero();
        clock.afterDeploy(FIRST_LOOK);
        assertThat(evaluator.turn()).isEqualTo(1);
        assertThat(evaluator.turn()).isZero();
        assertThat(incident("dearer").getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);
        assertThat(incident("dearer").getFiredUnixMillis()).isZero();
        clock.afterDeploy(SECOND_LOOK);
        assertThat(evaluator.turn()).isEqualTo(1);

        Incident fired = incident("dearer");
        assertThat(fired.getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
        assertThat(fired.getFinding().getType()).isEqualTo(FindingType.FINDING_TYPE_REGRESSION);
        assertThat(IncidentContent.method(fired.getFinding())).isEqualTo("com.acme.Cart.total");
        assertThat(fired.getFinding().getPathList()).containsExactly("com.acme.Checkout.run", "com.acme.Cart.total");
        assertThat(fired.getFinding().getBefore().getShare()).isBetween(0.045, 0.055);
        assertThat(fired.getFinding().getAfter().getShare()).isBetween(0.072, 0.088);
        assertThat(fired.getFinding().getQValue()).isLessThan(0.001);
        assertThat(fired.getFinding().getChangePerInstance()).isPositive();
        assertThat(fired.getUnit()).isEqualTo(Unit.UNIT_NANOSECONDS);
        assertThat(fired.getBefore().getVersion()).isEqualTo("41");
        assertThat(fired.getAfter().getVersion()).isEqualTo("42");
        assertThat(fired.getAfter().getInstances()).isEqualTo(6);
        assertThat(fired.getAfter().getSamples()).isGreaterThan(100_000);
        assertThat(fired.getMinimalDetectableChange()).isPositive();
        assertThat(fired.getFirstFoundUnixMillis()).isLessThan(fired.getFiredUnixMillis());
        assertThat(fired.getRoutesList()).containsExactly("owners");
        assertThat(fired.getPagePath())
                .startsWith("/?service=dearer&event=cpu&selector=version%3D%2242%22&from=")
                .endsWith("&incident=" + fired.getId());
        assertThat(fired.getDifferencePath()).startsWith("/api/v1/difference?before.service=dearer&");
        assertThat(store.incidents().history(fired.getId()))
                .extracting(IncidentRow::state)
                .containsExactly("CANDIDATE", "FIRING");
        assertThat(looks("dearer")).containsExactly("0 compared 1", "1 compared 1");
    }

    @Test
    void aLookThatIsDoneTwiceMovesNothing() throws Exception {
        SeededDeploy.write(clickHouse.address(), "repeated", 0.05, 0.08);
        Evaluator evaluator = evaluator("repeated");
        clock.afterDeploy(FIRST_LOOK);
        evaluator.turn();
        Incident once = incident("repeated");

        // As by a server that stood still after it had compared, while another one did the look.
        PlannedLook look = PlannedLook.due(
                new Deploy("repeated", "41", "42", SeededDeploy.DEPLOYED_MILLIS, SeededDeploy.END_MILLIS),
                rules("repeated").rules().watch("repeated", List::of),
                "cpu",
                0,
                SeededDeploy.DEPLOYED_MILLIS);
        assertThat(run.run(look).incidents()).containsExactly(once);
        assertThat(incident("repeated")).isEqualTo(once);
    }

    @Test
    void whatIsNotThereAnyMoreIsNotFoundAgain() throws Exception {
        long untilMillis = SeededDeploy.DEPLOYED_MILLIS
                + FIRST_LOOK.minus(PlannedLook.ARRIVAL).toMillis();
        SeededDeploy.writeTransient(clickHouse.address(), "transient", 0.05, 0.10, untilMillis);
        Evaluator evaluator = evaluator("transient");
        clock.afterDeploy(FIRST_LOOK);
        evaluator.turn();
        assertThat(incident("transient").getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);

        // Over all of the time it is still dearer by a half.
        clock.afterDeploy(SECOND_LOOK);
        evaluator.turn();
        assertThat(incident("transient").getState()).isEqualTo(IncidentState.INCIDENT_STATE_WENT_AWAY);
    }

    @Test
    void ofAnEqualVersionNothingIsTold() throws Exception {
        SeededDeploy.write(clickHouse.address(), "equal", 0.05, 0.05);
        Evaluator evaluator = evaluator("equal");

        for (Duration time : List.of(FIRST_LOOK, SECOND_LOOK, LAST_LOOK, CONFIRMATION)) {
            clock.afterDeploy(time);
            evaluator.turn();
        }

        assertThat(incidents("equal")).isEmpty();
        assertThat(looks("equal")).containsExactly("0 compared 0", "1 compared 0", "2 compared 0", "3 skipped 0");
    }

    @Test
    void ofLateLooksTheLastIsDoneAndWhatItFindsFirstIsConfirmed() throws Exception {
        SeededDeploy.write(clickHouse.address(), "late", 0.05, 0.08);
        Evaluator evaluator = evaluator("late");

        clock.afterDeploy(LAST_LOOK);
        assertThat(evaluator.turn()).isEqualTo(1);
        assertThat(incident("late").getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);
        clock.afterDeploy(CONFIRMATION);
        assertThat(evaluator.turn()).isEqualTo(1);

        assertThat(incident("late").getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
        assertThat(looks("late")).containsExactly("0 skipped 0", "1 skipped 0", "2 compared 1", "3 compared 1");
    }

    @Test
    void whatBecameCheaperIsToldAsThat() throws Exception {
        SeededDeploy.write(clickHouse.address(), "cheaper", 0.08, 0.05);
        Evaluator evaluator = evaluator("cheaper");
        clock.afterDeploy(FIRST_LOOK);
        evaluator.turn();

        assertThat(incident("cheaper").getFinding().getType()).isEqualTo(FindingType.FINDING_TYPE_IMPROVEMENT);
    }

    @Test
    void aServiceThatFailsKeepsNoOtherOneWaitingAndIsGivenUpInTheEnd() throws Exception {
        SeededDeploy.write(clickHouse.address(), "fail-a", 0.05, 0.08);
        SeededDeploy.write(clickHouse.address(), "fail-b", 0.05, 0.08);
        try (StoreClient client = new StoreClient(clickHouse.address(), LIMIT)) {
            client.execute("INSERT INTO incidents (service, id, revision, event, version_before, version_after,"
                    + " state, content) VALUES ('fail-a', 'bad', 1, 'cpu', '41', '42', 'CANDIDATE', 'no JSON')");
        }
        Evaluator evaluator = evaluator("fail-*");

        clock.afterDeploy(FIRST_LOOK);
        assertThat(evaluator.turn()).isEqualTo(2);
        assertThat(incident("fail-b").getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);
        assertThat(looks("fail-a")).isEmpty();
        assertThat(evaluator.turn()).as("it pauses").isZero();
        clock.afterDeploy(FIRST_LOOK.plusMinutes(1));
        assertThat(evaluator.turn()).isEqualTo(1);
        clock.afterDeploy(FIRST_LOOK.plusMinutes(4));
        assertThat(evaluator.turn()).isEqualTo(1);
        assertThat(looks("fail-a")).containsExactly("0 failed 0");
        assertThat(evaluator.turn()).isZero();
    }

    @Test
    void ofTwoServersOneLooksAndTheOtherGoesOnWhenItIsGone() throws Exception {
        SeededDeploy.write(clickHouse.address(), "two", 0.05, 0.08);
        Evaluator first = evaluator("two");
        Evaluator second = evaluator("two");

        clock.afterDeploy(FIRST_LOOK);
        assertThat(first.turn()).isEqualTo(1);
        clock.afterDeploy(SECOND_LOOK);
        assertThat(second.turn()).isZero();
        leaderships.get(0).release();
        assertThat(second.turn()).isEqualTo(1);
        assertThat(first.turn()).isZero();

        assertThat(incident("two").getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
    }

    @Test
    void whatFiresIsResolvedWhenItsVersionIsGone() throws Exception {
        SeededDeploy.write(clickHouse.address(), "gone", 0.05, 0.08);
        Evaluator evaluator = evaluator("gone");
        clock.afterDeploy(FIRST_LOOK);
        evaluator.turn();
        clock.afterDeploy(SECOND_LOOK);
        evaluator.turn();
        clock.afterDeploy(Duration.ofMinutes(74));
        evaluator.turn();
        assertThat(incident("gone").getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);

        clock.afterDeploy(Duration.ofMinutes(76));
        evaluator.turn();
        assertThat(incident("gone").getState()).isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
        assertThat(incident("gone").getReason()).isEqualTo("Version 42 does not run any more.");
    }

    @Test
    void aCanaryAloneIsNotLookedAt() throws Exception {
        SeededDeploy.write(clickHouse.address(), "canary", 0.05, 0.08, 2);
        Evaluator evaluator = evaluator("canary");

        clock.afterDeploy(LAST_LOOK);
        assertThat(evaluator.turn()).isZero();
        assertThat(looks("canary")).isEmpty();
    }

    @Test
    void oneCauseIsToldOnceAndWhatIsLeftOfItByItself() throws Exception {
        SeededDeploy.write(clickHouse.address(), "together", 0.05, 0.05);
        clock.afterDeploy(FIRST_LOOK);
        IncidentBook book = new IncidentBook(store.incidents());
        book.change("leader", null, current -> firing("leader", "cpu"));
        assertThat(book.change("part", null, current -> firing("part", "alloc")).getPartOf())
                .isEqualTo("leader");

        Evaluator evaluator = evaluator("nothing");
        evaluator.turn();
        assertThat(now("part").getPartOf()).isEqualTo("leader");
        assertThat(now("part").getReason()).endsWith("People are told of it with the incident leader.");

        book.change("leader", incident -> IncidentSteps.closed(incident, State.RESOLVED, "Not found any more."));
        clock.afterDeploy(FIRST_LOOK.plusMinutes(2));
        evaluator.turn();
        assertThat(now("leader").getPartOf()).isEmpty();
        assertThat(now("part").getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
        assertThat(now("part").getPartOf()).isEmpty();
    }

    private static Incident firing(String id, String event) {
        return Incident.newBuilder()
                .setId(id)
                .setService("together")
                .setEvent(event)
                .setState(IncidentState.INCIDENT_STATE_FIRING)
                .setFiredUnixMillis(1)
                .setBefore(ComparedVersion.newBuilder().setVersion("41"))
                .setAfter(ComparedVersion.newBuilder().setVersion("42"))
                .setFinding(Finding.newBuilder()
                        .setType(FindingType.FINDING_TYPE_REGRESSION)
                        .setUnit(ComparedUnit.newBuilder().addPath("Only.here")))
                .build();
    }

    private static Incident now(String id) {
        return IncidentContent.of(store.incidents().find(id));
    }

    private RulesFile rules(String service) throws Exception {
        Path file = Files.writeString(temporary.resolve("rules.yaml"), """
                routes: {owners: {webhook: "http://127.0.0.1:9/owners"}}
                default: {watch: false, shifts: {watch: false}}
                rules:
                  - match: {service: "SERVICE", labels: {env: prod}}
                    watch: true
                    warm-up: 5m
                    looks: [10m, 20m, 30m]
                    minimal-samples: 1000
                    persistence: 2
                    routes: [owners]
                  - match: {service: "SERVICE"}
                    watch: true
                    warm-up: 5m
                    looks: [10m, 20m, 30m]
                """.replace("SERVICE", service));
        return RulesFile.open(file);
    }

    private Evaluator evaluator(String service) throws Exception {
        Leadership leadership =
                new Leadership(store.leases(), Leadership.LOOKS, "server-" + leaderships.size(), System::nanoTime);
        leaderships.add(leadership);
        run = new LookRun(new VersionComparison(reader, clock), new IncidentBook(store.incidents()), clock);
        return new Evaluator(
                store,
                rules(service),
                new DueDeploys(store, reader, run, metrics),
                new DueShifts(
                        store,
                        reader,
                        new ShiftRun(
                                new ServiceHistory(reader),
                                new VersionComparison(reader, clock),
                                new IncidentBook(store.incidents()),
                                clock),
                        metrics),
                leadership,
                metrics,
                clock);
    }

    private static List<Incident> incidents(String service) {
        return store.incidents().ofDeploy(service, "cpu", "41", "42").stream()
                .map(IncidentContent::of)
                .toList();
    }

    private static Incident incident(String service) {
        List<Incident> incidents = incidents(service);
        assertThat(incidents).hasSize(1);
        return incidents.get(0);
    }

    private static List<String> looks(String service) {
        List<String> looks = new ArrayList<>();
        try (StoreClient client = new StoreClient(clickHouse.address(), LIMIT)) {
            client.query(
                    "SELECT toString(look) || ' ' || verdict || ' ' || toString(regressions) FROM looks FINAL"
                            + " WHERE service = {service:String} ORDER BY look",
                    Map.of("service", service),
                    row -> looks.add(row.getString(1)));
        }
        return looks;
    }
}
