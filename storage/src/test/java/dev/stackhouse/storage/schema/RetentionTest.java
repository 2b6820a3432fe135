package dev.stackhouse.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.storage.schema.Retention.KeptRange;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-03-20T15:07:31Z");

    @Test
    void leavesARangeOfThisWeekAsItIs() {
        assertThat(fit("2026-03-13T00:00:00Z", "2026-03-20T15:07:40Z"))
                .isEqualTo(kept("2026-03-13T00:00:00Z", "2026-03-20T15:07:40Z", Retention.WINDOW_MILLIS));
    }

    @Test
    void widensARangeToMinutesWhereWindowsHaveAged() {
        assertThat(fit("2026-03-12T23:59:50Z", "2026-03-20T15:07:40Z"))
                .isEqualTo(kept("2026-03-12T23:59:00Z", "2026-03-20T15:07:40Z", Retention.MINUTE_MILLIS));
        assertThat(fit("2026-03-10T10:00:10Z", "2026-03-10T10:00:20Z"))
                .isEqualTo(kept("2026-03-10T10:00:00Z", "2026-03-10T10:01:00Z", Retention.MINUTE_MILLIS));
    }

    @Test
    void widensARangeToHalfHoursWhereMinutesHaveAged() {
        assertThat(fit("2026-01-01T10:14:00Z", "2026-03-10T10:00:20Z"))
                .isEqualTo(kept("2026-01-01T10:00:00Z", "2026-03-10T10:01:00Z", Retention.HALF_HOUR_MILLIS));
    }

    @Test
    void saysWhereWhatIsKeptBegins() {
        assertThat(fit("2024-01-01T00:00:00Z", "2026-03-20T15:00:00Z").keptFromMillis())
                .isEqualTo(Instant.parse("2025-02-13T00:00:00Z").toEpochMilli());
    }

    @Test
    void refusesTiersThatEndBeforeTheFinerOne() {
        assertThatThrownBy(() -> new Retention(8, 7, 400)).hasMessageContaining("8, 7 and 400 days");
        assertThatThrownBy(() -> new Retention(0, 7, 400)).hasMessageContaining("at least 1");
    }

    private static KeptRange fit(String from, String to) {
        return Retention.DEFAULT.fit(
                Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli(), NOW);
    }

    private static KeptRange kept(String from, String to, long resolution) {
        return new KeptRange(
                Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli(), resolution, 0);
    }
}
