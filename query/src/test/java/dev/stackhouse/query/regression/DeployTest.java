package dev.stackhouse.query.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.storage.regression.ServiceVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeployTest {
    private static final long HOUR = 3_600_000;

    @Test
    void aNewVersionIsComparedWithTheNewestThatStillRan() {
        List<ServiceVersion> versions = List.of(
                new ServiceVersion("search", "7", 0, 20 * HOUR),
                new ServiceVersion("shop", "40", 0, 20 * HOUR),
                new ServiceVersion("shop", "41", 5 * HOUR, 20 * HOUR),
                new ServiceVersion("shop", "42", 11 * HOUR, 12 * HOUR),
                new ServiceVersion("shop", "43", 15 * HOUR, 20 * HOUR));

        assertThat(Deploy.since(10 * HOUR, versions))
                .containsExactly(
                        new Deploy("shop", "41", "42", 11 * HOUR, 20 * HOUR),
                        new Deploy("shop", "41", "43", 15 * HOUR, 20 * HOUR));
        assertThat(Deploy.since(0, versions)).hasSize(3).noneMatch(deploy -> deploy.service()
                .equals("search"));
    }

    @Test
    void aVersionThatEndedLongBeforeIsNotTheOneThatWasReplaced() {
        assertThat(Deploy.since(
                        0,
                        List.of(
                                new ServiceVersion("shop", "41", 0, HOUR),
                                new ServiceVersion("shop", "42", 5 * HOUR, 6 * HOUR))))
                .isEmpty();
    }

    @Test
    void whileTheOlderVersionRunsBothAreComparedInTheSameTime() {
        PlannedLook look = look(new Deploy("shop", "41", "42", 10 * HOUR, 20 * HOUR));

        assertThat(look.before().fromMillis()).isEqualTo(look.after().fromMillis());
        assertThat(look.after().toMillis() - look.after().fromMillis())
                .isEqualTo(Duration.ofMinutes(25).toMillis());
    }

    @Test
    void aVersionThatWasReplacedIsComparedByWhatItDidBeforeToo() {
        PlannedLook look = look(new Deploy("shop", "41", "42", 10 * HOUR, 10 * HOUR + 300_000));

        assertThat(look.before().fromMillis())
                .isEqualTo(10 * HOUR - Duration.ofMinutes(25).toMillis());
        assertThat(look.before().toMillis()).isEqualTo(look.after().toMillis());
    }

    private static PlannedLook look(Deploy deploy) {
        return PlannedLook.due(deploy, Watch.DEFAULT, "cpu", 0, deploy.startMillis());
    }
}
