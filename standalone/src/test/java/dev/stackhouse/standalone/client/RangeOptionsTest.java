package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RangeOptionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final RangeOptions options = new RangeOptions();

    @Test
    void endsNowAndHasTheFallbackLengthIfNothingIsSaid() {
        assertThat(range()).isEqualTo(new TimeRange(NOW.minusSeconds(3_600), NOW));
    }

    @Test
    void lastEndsNow() {
        options.last = "15m";

        assertThat(range()).isEqualTo(new TimeRange(NOW.minusSeconds(900), NOW));
    }

    @Test
    void fromAndToAreTakenAsSaid() {
        options.from = "2026-11-23 03:12";
        options.to = "2026-11-23 03:18";

        assertThat(range())
                .isEqualTo(new TimeRange(Instant.parse("2026-11-23T03:12:00Z"), Instant.parse("2026-11-23T03:18:00Z")));
    }

    @Test
    void refusesLastTogetherWithFrom() {
        options.last = "15m";
        options.from = "-1h";

        assertThatThrownBy(this::range).hasMessage("--last and --from or --to exclude each other.");
    }

    @Test
    void refusesAnInvertedRange() {
        options.from = "-5m";
        options.to = "-10m";

        assertThatThrownBy(this::range).hasMessageStartingWith("The range is empty");
    }

    private TimeRange range() {
        return options.range(Duration.ofHours(1), InstantSource.fixed(NOW), ZoneOffset.UTC);
    }
}
