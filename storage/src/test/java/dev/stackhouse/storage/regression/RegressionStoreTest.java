package dev.stackhouse.storage.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import dev.stackhouse.storage.write.EncodedBlock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real engine. */
class RegressionStoreTest {
    private static final long NOW = System.currentTimeMillis() / 10_000 * 10_000;
    private static final long HOUR = 3_600_000;
    private static final int RACES = 20;

    private static TestingClickHouse clickHouse;
    private static RegressionStore store;

    @BeforeAll
    static void start() {
        clickHouse = TestingClickHouse.start();
        store = new RegressionStore(clickHouse.address(), Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
        if (clickHouse != null) {
            clickHouse.close();
        }
    }

    @Test
    void aVersionIsKnownWithItsFirstWindowHoweverOftenTheBlockIsWritten() {
        BlockEncoder encoder = new BlockEncoder();
        encoder.instance("versions", "a", Map.of("version", "41"), NOW);
        encoder.sample("versions", "cpu", "a", NOW - 5 * HOUR, 0, 1, 10, 1);
        encoder.sample("versions", "cpu", "a", NOW, 0, 1, 10, 1);
        encoder.instance("versions", "b", Map.of("version", "42"), NOW);
        encoder.sample("versions", "cpu", "b", NOW - HOUR, 0, 1, 10, 1);
        encoder.instance("versions", "c", Map.of(), NOW);
        encoder.sample("versions", "cpu", "c", NOW - HOUR, 0, 1, 10, 1);
        EncodedBlock block = encoder.finish("token");
        try (BlockWriter writer = new BlockWriter(clickHouse.address())) {
            writer.write(block);
            writer.write(block);
        }

        List<ServiceVersion> both = List.of(
                new ServiceVersion("versions", "41", NOW - 5 * HOUR, NOW),
                new ServiceVersion("versions", "42", NOW - HOUR, NOW - HOUR));
        assertThat(store.versions().of("versions", NOW - 2 * HOUR)).isEqualTo(both);
        assertThat(store.versions().ofServicesWithNew(NOW - 2 * HOUR)).containsAll(both);
        assertThat(store.versions().ofServicesWithNew(NOW - HOUR / 2))
                .noneMatch(version -> version.service().equals("versions"));
    }

    @Test
    void aLookIsDoneOnce() {
        LookKey key = new LookKey("looks", "41", "42", "cpu", 1);
        store.looks().done(new LookRow(key, NOW, LookRow.Verdict.COMPARED, 1, 2, 3, 4, 5, 6, 0.01, "", 7));
        store.looks().done(LookRow.without(key, NOW, LookRow.Verdict.FAILED, "too late"));

        assertThat(store.looks().doneSince(NOW - 1_000)).contains(key);
        assertThat(texts("SELECT verdict || ' ' || toString(detectable) FROM looks WHERE service = 'looks'"))
                .containsExactly("compared 0.01");
        assertThat(store.looks().doneSince(NOW + 1_000)).doesNotContain(key);
    }

    @Test
    void ofLooksBetweenDeploysTheNewestIsKnown() {
        ShiftLookKey first = new ShiftLookKey("steady", "cpu", NOW - HOUR);
        ShiftLookKey second = new ShiftLookKey("steady", "cpu", NOW);
        ShiftLookKey other = new ShiftLookKey("steady", "alloc", NOW - 2 * HOUR);
        store.shiftLooks().done(new ShiftLookRow(second, LookRow.Verdict.COMPARED, 1, 2, 3, 0.01, "", 7));
        store.shiftLooks().done(ShiftLookRow.without(second, LookRow.Verdict.FAILED, "too late"));
        store.shiftLooks().done(ShiftLookRow.without(first, LookRow.Verdict.SKIPPED, "new"));
        store.shiftLooks().done(ShiftLookRow.without(other, LookRow.Verdict.TOO_LITTLE, "young"));

        assertThat(store.shiftLooks().newestSince(NOW - HOUR)).containsExactly(second);
        assertThat(store.shiftLooks().newestSince(NOW - 3 * HOUR)).containsExactlyInAnyOrder(second, other);
        assertThat(texts("SELECT verdict || ' ' || toString(suspects) || ' ' || toString(detectable) FROM shift_looks"
                        + " WHERE service = 'steady' AND event = 'cpu' ORDER BY due"))
                .containsExactly("skipped 0 nan", "compared 3 0.01");
    }

    @Test
    void incidentsWithoutASecondVersionAreFoundByTheirService() {
        store.incidents().append(incident("shift-a", 1, "FIRING", "42"));
        store.incidents().append(incident("shift-a", 2, "RESOLVED", "42"));
        store.incidents().append(incident("shift-b", 1, "PENDING", "42"));
        store.incidents().append(incident("shift-c", 1, "FIRING", "41"));

        assertThat(store.incidents().ofShifts("shift", "cpu", NOW - HOUR))
                .extracting(row -> row.id() + " " + row.state())
                .containsExactly("shift-a RESOLVED", "shift-b PENDING");
        assertThat(store.incidents().ofShifts("shift", "cpu", NOW + HOUR)).isEmpty();
        assertThat(store.incidents().shiftsInStates(List.of("FIRING", "PENDING")))
                .extracting(IncidentRow::id)
                .containsExactly("shift-b");
    }

    @Test
    void theNewestRevisionHoldsAndTheSecondOfTwoWritersOfOneIsTold() {
        assertThat(store.incidents().append(incident("twice", 1, "CANDIDATE"))).isTrue();
        assertThat(store.incidents().append(incident("twice", 2, "FIRING"))).isTrue();
        assertThat(store.incidents().append(incident("twice", 2, "WENT_AWAY"))).isFalse();

        assertThat(store.incidents().find("twice").state()).isEqualTo("FIRING");
        assertThat(store.incidents().history("twice"))
                .extracting(IncidentRow::state)
                .containsExactly("CANDIDATE", "FIRING");
        assertThat(store.incidents().ofDeploy("twice", "cpu", "41", "42")).hasSize(1);
        assertThat(store.incidents().inState("twice", "FIRING")).hasSize(1);
        assertThat(store.incidents().inState("twice", "CANDIDATE")).isEmpty();
        assertThat(store.incidents().find("nothing")).isNull();
        assertThat(store.incidents()
                        .matching(new IncidentQuery(
                                "twice", List.of("FIRING"), List.of("REGRESSION"), NOW - HOUR, NOW + HOUR)))
                .singleElement()
                .extracting(IncidentRow::content)
                .isEqualTo("{\"text\":\"'\\\\\"}");
    }

    @Test
    void aChangeThatTheStoreTookTwiceIsOne() {
        assertThat(store.incidents().append(incident("repeated", 1, "CANDIDATE")))
                .isTrue();
        try (StoreClient client = new StoreClient(clickHouse.address(), Duration.ofSeconds(30))) {
            // As after a window of deduplication that has passed.
            client.execute("INSERT INTO incidents SELECT * REPLACE ('other' AS writer, changed + 5 AS changed)"
                    + " FROM incidents WHERE id = 'repeated'");
        }

        assertThat(store.incidents().history("repeated")).hasSize(1);
        assertThat(store.incidents().append(incident("repeated", 1, "FIRING"))).isFalse();
    }

    @Test
    void changesAreReadInTheirOrderFromAnyPlaceOn() throws Exception {
        for (int i = 1; i <= 3; i++) {
            store.incidents().append(incident("watched-b", i, "CANDIDATE"));
            store.incidents().append(incident("watched-a", i, "CANDIDATE"));
        }
        List<IncidentRow> all = List.of();
        while (all.size() < 6) {
            all = store.incidents().changesAfter(ChangeCursor.before(NOW - HOUR), "watched", 100);
            Thread.sleep(50);
        }

        List<IncidentRow> pieces = new ArrayList<>();
        ChangeCursor cursor = ChangeCursor.before(NOW - HOUR);
        List<IncidentRow> piece = store.incidents().changesAfter(cursor, "watched", 4);
        while (!piece.isEmpty()) {
            pieces.addAll(piece);
            cursor = ChangeCursor.after(piece.get(piece.size() - 1));
            piece = store.incidents().changesAfter(cursor, "watched", 4);
        }
        assertThat(pieces).isEqualTo(all);
        assertThat(store.incidents().changesAfter(ChangeCursor.before(NOW - HOUR), "somebody else", 100))
                .isEmpty();
    }

    @Test
    void aLeaseIsWithOneHolderUntilItEnds() throws Exception {
        Leases leases = store.leases();
        assertThat(leases.take("one", "a", Duration.ofHours(1))).isTrue();
        assertThat(leases.take("one", "b", Duration.ofHours(1))).isFalse();
        assertThat(leases.take("one", "a", Duration.ofHours(1))).isTrue();
        assertThat(leases.newest("one").term()).isEqualTo(2);
        leases.release("one", "b");
        assertThat(leases.take("one", "b", Duration.ofHours(1))).isFalse();
        leases.release("one", "a");
        assertThat(leases.take("one", "b", Duration.ofMillis(100))).isTrue();
        while (leases.newest("one").leftMillis() > 0) {
            Thread.sleep(20);
        }
        assertThat(leases.take("one", "c", Duration.ofHours(1))).isTrue();
    }

    @Test
    void ofManyWhoTakeALeaseAtOnceOneHasIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int race = 0; race < RACES; race++) {
                String name = "race-" + race;
                List<Callable<Boolean>> tries = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    String holder = "holder-" + i;
                    tries.add(() -> store.leases().take(name, holder, Duration.ofHours(1)));
                }
                int winners = 0;
                for (Future<Boolean> won : threads.invokeAll(tries)) {
                    winners += won.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static IncidentRow incident(String id, int revision, String state) {
        return incident(id, revision, state, "41");
    }

    private static IncidentRow incident(String id, int revision, String state, String versionBefore) {
        String service = id.startsWith("watched") ? "watched" : id.startsWith("shift") ? "shift" : id;
        return new IncidentRow(
                service,
                id,
                revision,
                0,
                "print",
                "cpu",
                versionBefore,
                "42",
                "REGRESSION",
                state,
                "Cart.total",
                NOW,
                "{\"text\":\"'\\\\\"}");
    }

    private static List<String> texts(String query) {
        List<String> texts = new ArrayList<>();
        try (StoreClient client = new StoreClient(clickHouse.address(), Duration.ofSeconds(30))) {
            client.query(query, Map.of(), row -> texts.add(row.getString(1)));
        }
        return texts;
    }
}
