package dev.stackhouse.query.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.regression.Suspect;
import dev.stackhouse.regression.Unit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannedShiftTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long NOW = 490_000 * HOUR + 17 * MINUTE + 5_000;

    @Test
    void aServiceHasItsPlaceOnTheGridWhenever() {
        PlannedShift look = look("checkout", NOW);

        assertThat(NOW - look.dueMillis()).isBetween(0L, 2 * HOUR);
        assertThat(look("checkout", look.dueMillis())).isEqualTo(look);
        assertThat(look("checkout", look.dueMillis() + 2 * HOUR - 1)).isEqualTo(look);
        assertThat(look("checkout", look.dueMillis() - 1).dueMillis()).isEqualTo(look.dueMillis() - 2 * HOUR);
        assertThat(look("checkout", look.dueMillis() + 2 * HOUR).number()).isEqualTo(look.number() + 120);
    }

    @Test
    void servicesShareTheGridEvenly() {
        int[] byTenMinutes = new int[12];
        for (int service = 0; service < 1_200; service++) {
            byTenMinutes[(int) ((NOW - look("service-" + service, NOW).dueMillis()) / (10 * MINUTE))]++;
        }

        assertThat(IntStream.of(byTenMinutes).min().orElseThrow()).isGreaterThan(60);
        assertThat(IntStream.of(byTenMinutes).max().orElseThrow()).isLessThan(140);
    }

    @Test
    void theLastHourIsOneThatTheStoreHas() {
        Set<Long> minutes = new HashSet<>();
        for (int service = 0; service < 1_000; service++) {
            PlannedShift look = look("service-" + service, NOW);
            long late = look.dueMillis() - look.endHour() * HOUR;
            assertThat(late).isBetween(PlannedLook.ARRIVAL.toMillis(), HOUR + PlannedLook.ARRIVAL.toMillis());
            minutes.add(late / MINUTE);
        }
        assertThat(minutes).hasSizeGreaterThan(50);
    }

    @Test
    void whatShiftedAtAboutTheSameTimeIsComparedTogether() {
        List<ShiftGroup> groups = ShiftGroup.of(
                List.of(suspect("a", 100), suspect("b", 101), suspect("c", 90), suspect("d", 99), suspect("e", 102)));

        assertThat(groups).hasSize(3);
        assertThat(groups.get(0).changedHour()).isEqualTo(100);
        assertThat(groups.get(0).suspects())
                .extracting(suspect -> suspect.unit().method())
                .containsExactly("a", "b", "d");
        assertThat(groups.get(1).changedHour()).isEqualTo(90);
        assertThat(groups.get(2).suspects()).hasSize(1);
    }

    private static PlannedShift look(String service, long nowMillis) {
        return PlannedShift.newest(service, "41", Watch.DEFAULT, "cpu", nowMillis);
    }

    private static Suspect suspect(String method, long changedHour) {
        return new Suspect(new Unit(Unit.Type.METHOD_SELF, List.of(method)), 0.02, 0.03, 1e-6, changedHour);
    }
}
