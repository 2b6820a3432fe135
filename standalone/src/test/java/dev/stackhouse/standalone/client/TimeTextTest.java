package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T03:12:00Z, 2026-11-23T03:12:00Z",
        "2026-11-23T03:12:00+02:00, 2026-11-23T01:12:00Z",
        "2026-11-23 03:12, 2026-11-23T02:12:00Z",
        "2026-11-23T03:12:30, 2026-11-23T02:12:30Z",
        "2026-11-23, 2026-11-22T23:00:00Z",
        "1795403520000, 2026-11-23T03:12:00Z",
        "-15m, 2026-11-23T11:45:00Z",
        "now, 2026-11-23T12:00:00Z",
    })
    void understandsWhatPeopleType(String text, Instant meant) {
        assertThat(TimeText.parse(text, NOW, ZONE)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "03:12", "2026-13-01", "15m", "-", "12345"})
    void saysWhatItUnderstands(String text) {
        assertThatThrownBy(() -> TimeText.parse(text, NOW, ZONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is no time such as 2026-11-23T03:12:00Z");
    }

    @Test
    void printsLocalTime() {
        assertThat(TimeText.format(NOW, ZONE)).isEqualTo("2026-11-23 13:00:00");
    }
}
