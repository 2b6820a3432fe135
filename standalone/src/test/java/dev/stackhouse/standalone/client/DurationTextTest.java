package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @Test
    void understandsWhatPeopleType() {
        assertThat(DurationText.parse("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(DurationText.parse("15m")).isEqualTo(Duration.ofMinutes(15));
        assertThat(DurationText.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(DurationText.parse("7d")).isEqualTo(Duration.ofDays(7));
        assertThat(DurationText.parse("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(DurationText.parse("PT90S")).isEqualTo(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "0s", "-5m", "5 parsecs", "5m extra", "PT0S", "99999999999999999999s"})
    void refusesWhatIsNoPositiveDuration(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no duration such as 90s, 15m, 1h30m or 7d.");
    }

    @Test
    void readsWellForPeople() {
        assertThat(DurationText.format(Duration.ofMillis(1_340))).isEqualTo("1.3 s");
        assertThat(DurationText.format(Duration.ofSeconds(42))).isEqualTo("42 s");
        assertThat(DurationText.format(Duration.ofMinutes(15))).isEqualTo("15 min");
        assertThat(DurationText.format(Duration.ofMinutes(150))).isEqualTo("2 h 30 min");
        assertThat(DurationText.format(Duration.ofDays(7))).isEqualTo("7 d");
    }
}
