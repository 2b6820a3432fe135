package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentNote;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.Unit;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the command regressions prints. */
class IncidentTextTest {
    @Test
    void aListHasALineForEach() {
        assertThat(IncidentText.table(List.of(StoredIncidents.FIRING), ZoneOffset.UTC))
                .isEqualTo("""
                id                state   service   versions  event  what                    points       in all  first found          seen by
                0123456789abcdef  firing  checkout  41 → 42   cpu    shop.Cart.total itself   +3.00  +0.12 cores  2026-11-23 02:13:20
                """);
        assertThat(IncidentText.table(List.of(), ZoneOffset.UTC))
                .isEqualTo("Nothing became dearer, as far as it was looked at.\n");
    }

    @Test
    void aChangeIsOneLine() {
        Incident bytes = StoredIncidents.FIRING.toBuilder()
                .setEvent("alloc")
                .setUnit(Unit.UNIT_BYTES)
                .setChangedUnixMillis(1_795_400_060_000L)
                .setState(IncidentState.INCIDENT_STATE_WENT_AWAY)
                .build();

        assertThat(IncidentText.line(bytes, ZoneOffset.UTC))
                .isEqualTo("2026-11-23 02:14:20  went-away  checkout 42, alloc: dearer: shop.Cart.total itself,"
                        + " +3.00 points, +120.0 MB/s in all (0123456789abcdef)");
    }

    @Test
    void whatChangedWithoutANewVersionHasItsTime() {
        Incident.Builder shift = StoredIncidents.FIRING.toBuilder().setChangedAtUnixMillis(1_795_395_600_000L);
        shift.getAfterBuilder().setVersion("41");

        assertThat(IncidentText.table(List.of(shift.build()), ZoneOffset.UTC))
                .contains("  41 since 2026-11-23 01:00:00  ")
                .doesNotContain("→");
        assertThat(IncidentText.line(shift.build(), ZoneOffset.UTC))
                .contains("checkout 41 since 2026-11-23 01:00:00, cpu: dearer: shop.Cart.total itself, +3.00 points");
        assertThat(IncidentText.all(shift.build(), List.of(), "http://here:8700", ZoneOffset.UTC))
                .startsWith("checkout 41 since 2026-11-23 01:00:00 against before, cpu: firing.");
    }

    @Test
    void oneAloneHasItsProofAndItsHistory() {
        Incident seen = StoredIncidents.FIRING.toBuilder()
                .setChangedUnixMillis(1_795_400_060_000L)
                .setAcknowledgement(IncidentNote.newBuilder().setBy("ann").setNote("mine"))
                .build();

        assertThat(IncidentText.all(seen, List.of(seen), "http://here:8700", ZoneOffset.UTC))
                .isEqualTo("""
                checkout 42 against 41, cpu: firing. Found at 2 looks in a row.
                dearer: shop.Cart.total itself
                  share   5.00 % (4.80 to 5.20) → 8.00 % (7.80 to 8.20) (+3.00 points), +0.0200 cores an instance, +0.12 cores in all
                  sure    p 1.0e-09, q 1.0e-08
                  path    shop.Main.run > shop.Cart.total
                  before  version 41: 50000 samples of 5 instances, 2026-11-23 01:56:40 to 2026-11-23 02:06:40
                  after   version 42: 60000 samples of 6 instances, 2026-11-23 01:56:40 to 2026-11-23 02:06:40
                  least   0.10 points in a method with 1 % of the samples would have been found in four cases of five
                  page    http://here:8700/?service=checkout
                  2026-11-23 02:14:20  firing: Found at 2 looks in a row. Seen by ann: mine
                """);
    }
}
