package dev.stackhouse.query.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.query.compare.ServiceHistory;
import dev.stackhouse.query.compare.VersionComparison;
import dev.stackhouse.query.regression.rules.RulesFile;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.regression.IncidentQuery;
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

/** Looks at what shifts without a new version in a real store, by a clock that the test moves. */
class ShiftLooksTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long HOUR = 3_600_000;

    private static TestingClickHouse clickHouse;
    private static RegressionStore store;
    private static ProfileReader reader;

    @TempDir
    private Path temporary;

    private final MovingClock clock = new MovingClock();
    private final List<Leadership> leaderships = new ArrayList<>();

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
    void whatShiftsFiresAndIsResolvedWhenItIsOver() throws Exception {
        SeededHistory.writeShifted(clickHouse.address(), "shifted", 0.034, SeededHistory.OVER_MILLIS);
        Evaluator evaluator = evaluator("shifted");

        walk(evaluator, SeededHistory.CHANGED_MILLIS, SeededHistory.OVER_MILLIS);
        Incident fired = incident("shifted");
        assertThat(fired.getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
        assertThat(fired.getFinding().getType()).isEqualTo(FindingType.FINDING_TYPE_REGRESSION);
        assertThat(IncidentContent.method(fired.getFinding())).isEqualTo("com.acme.Cart.total");
        assertThat(fired.getFinding().getPathList()).containsExactly("com.acme.Checkout.run", "com.acme.Cart.total");
        assertThat(fired.getFinding().getBefore().getShare()).isBetween(0.019, 0.023);
        assertThat(fired.getFinding().getAfter().getShare()).isBetween(0.031, 0.037);
        assertThat(fired.getFinding().getChangePerInstance()).isPositive();
        assertThat(fired.getChangedAtUnixMillis())
                .isBetween(SeededHistory.CHANGED_MILLIS - HOUR, SeededHistory.CHANGED_MILLIS + HOUR);
        assertThat(fired.getChangedAtUnixMillis() % HOUR).isZero();
        assertThat(fired.getShift().getAfter()).isGreaterThan(fired.getShift().getBefore());
        assertThat(fired.getBefore().getVersion()).isEqualTo("41");
        assertThat(fired.getAfter().getVersion()).isEqualTo("41");
        assertThat(fired.getAfter().getInstances()).isEqualTo(6);
        assertThat(fired.getAfter().getFromUnixMillis()).isEqualTo(fired.getChangedAtUnixMillis());
        assertThat(fired.getBefore().getToUnixMillis())
                .isLessThanOrEqualTo(fired.getAfter().getFromUnixMillis());
        assertThat(fired.getMinimalDetectableChange()).isPositive();
        assertThat(fired.getRoutesList()).containsExactly("owners");
        assertThat(fired.getPagePath())
                .startsWith("/?service=shifted&event=cpu&from=")
                .endsWith("&incident=" + fired.getId());
        assertThat(fired.getDifferencePath())
                .startsWith("/api/v1/difference?before.service=shifted&")
                .contains(
                        "before.from_unix_millis=" + fired.getBefore().getFromUnixMillis(),
                        "after.from_unix_millis=" + fired.getAfter().getFromUnixMillis())
                .doesNotContain("selector");
        assertThat(store.incidents().history(fired.getId()))
                .extracting(IncidentRow::state)
                .startsWith("CANDIDATE", "PENDING", "FIRING");

        walk(evaluator, SeededHistory.OVER_MILLIS, SeededHistory.END_MILLIS);
        Incident over = incident("shifted");
        assertThat(over.getState())
                .as("%s", store.incidents().history(over.getId()))
                .isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
        assertThat(over.getReason()).isEqualTo("Not found any more.");
        assertThat(over.getRevision())
                .as("nothing is said of it while it only stays")
                .isLessThan(10);
    }

    @Test
    void ofAServiceInWhichNothingHappensNothingIsTold() throws Exception {
        SeededHistory.writeQuiet(clickHouse.address(), "quiet");
        Evaluator evaluator = evaluator("quiet");

        walk(evaluator, SeededHistory.CHANGED_MILLIS, SeededHistory.CHANGED_MILLIS + 8 * HOUR);

        assertThat(incidents("quiet")).isEmpty();
        assertThat(looks("quiet")).containsOnly("compared 0 ").hasSizeBetween(4, 5);
    }

    @Test
    void theDeployOfTheLastHoursIsLookedAtByItself() throws Exception {
        SeededHistory.writeDeployed(clickHouse.address(), "deployed");
        Evaluator evaluator = evaluator("deployed");

        walk(evaluator, SeededHistory.CHANGED_MILLIS + 2 * HOUR, SeededHistory.CHANGED_MILLIS + 4 * HOUR);

        assertThat(incidents("deployed")).isEmpty();
        assertThat(looks("deployed")).containsOnly("skipped 0 version 42 is new: see the looks at its deploy");
    }

    @Test
    void ofAServiceThatIsYoungNothingCanBeTold() throws Exception {
        SeededHistory.writeYoung(clickHouse.address(), "young");
        Evaluator evaluator = evaluator("young");

        walk(evaluator, SeededHistory.END_MILLIS - 2 * HOUR, SeededHistory.END_MILLIS);

        assertThat(looks("young")).isNotEmpty().allSatisfy(look -> assertThat(look)
                .startsWith("too-little 0 There are samples of"));
    }

    @Test
    void aLateServerDoesOnlyTheNewestLook() throws Exception {
        SeededHistory.writeQuiet(clickHouse.address(), "late");
        Evaluator evaluator = evaluator("late");

        clock.set(SeededHistory.CHANGED_MILLIS);
        assertThat(evaluator.turn()).isEqualTo(1);
        assertThat(evaluator.turn()).isZero();
        clock.set(SeededHistory.CHANGED_MILLIS + 9 * HOUR);
        assertThat(evaluator.turn()).isEqualTo(1);
        assertThat(evaluator.turn()).isZero();
    }

    @Test
    void afterAWeekItIsWhatTheServiceIsLike() throws Exception {
        SeededHistory.writeYoung(clickHouse.address(), "usual");
        Incident firing = Incident.newBuilder()
                .setId("usual-1")
                .setRevision(1)
                .setService("usual")
                .setEvent("cpu")
                .setState(IncidentState.INCIDENT_STATE_FIRING)
                .setFinding(
                        dev.stackhouse.proto.query.v1.Finding.newBuilder().setType(FindingType.FINDING_TYPE_REGRESSION))
                .setBefore(dev.stackhouse.proto.query.v1.ComparedVersion.newBuilder()
                        .setVersion("41"))
                .setAfter(dev.stackhouse.proto.query.v1.ComparedVersion.newBuilder()
                        .setVersion("41"))
                .setChangedAtUnixMillis(SeededHistory.END_MILLIS - 7 * 24 * HOUR)
                .build();
        store.incidents().append(IncidentContent.row(firing));
        Evaluator evaluator = evaluator("nothing");

        clock.set(SeededHistory.END_MILLIS - 60_000);
        evaluator.turn();
        assertThat(incident("usual").getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
        clock.set(SeededHistory.END_MILLIS);
        evaluator.turn();
        assertThat(incident("usual").getState()).isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
        assertThat(incident("usual").getReason())
                .isEqualTo("It has been so for a week: that is what the service is like now.");
    }

    /** From half an hour to the next, until an end. */
    private void walk(Evaluator evaluator, long fromMillis, long toMillis) {
        for (long now = fromMillis; now <= toMillis; now += HOUR / 2) {
            clock.set(now);
            evaluator.turn();
        }
    }

    private Evaluator evaluator(String service) throws Exception {
        Path file = Files.writeString(temporary.resolve("rules.yaml"), """
                routes: {owners: {webhook: "http://127.0.0.1:9/owners"}}
                default: {watch: false}
                rules:
                  - match: {service: "SERVICE", labels: {env: prod}}
                    watch: true
                    routes: [owners]
                    shifts: {every: 2h}
                """.replace("SERVICE", service));
        Leadership leadership =
                new Leadership(store.leases(), Leadership.LOOKS, "server-" + leaderships.size(), System::nanoTime);
        leaderships.add(leadership);
        IncidentBook book = new IncidentBook(store.incidents());
        VersionComparison comparison = new VersionComparison(reader, clock);
        EvaluatorMetrics metrics = new EvaluatorMetrics();
        return new Evaluator(
                store,
                RulesFile.open(file),
                new DueDeploys(store, reader, new LookRun(comparison, book, clock), metrics),
                new DueShifts(
                        store, reader, new ShiftRun(new ServiceHistory(reader), comparison, book, clock), metrics),
                leadership,
                metrics,
                clock);
    }

    private static List<Incident> incidents(String service) {
        return store
                .incidents()
                .matching(new IncidentQuery(service, List.of(), List.of(), 0, Long.MAX_VALUE / 2))
                .stream()
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
                    "SELECT verdict || ' ' || toString(regressions) || ' ' || remark FROM shift_looks FINAL"
                            + " WHERE service = {service:String} ORDER BY due",
                    Map.of("service", service),
                    row -> looks.add(row.getString(1)));
        }
        return looks;
    }
}
