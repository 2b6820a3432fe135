package dev.stackhouse.collector.budget;

import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_ALLOC;
import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_CPU;
import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_LIVE;
import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_LOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.Rates;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlowdownTest {
    private static final Rates ASKED =
            Rates.NONE.with(EVENT_TYPE_CPU, 10_000_000).with(EVENT_TYPE_LOCK, 0);

    private final Slowdown slowdown = new Slowdown();

    @Test
    void theEventThatGaveMostSamplesIsSlowedFirst() {
        assertThat(slowdown.slower(ASKED, Map.of(EVENT_TYPE_CPU, 10L, EVENT_TYPE_LOCK, 11L)))
                .isEqualTo(EVENT_TYPE_LOCK);
        assertThat(slowdown.slower(ASKED, Map.of(EVENT_TYPE_CPU, 10L, EVENT_TYPE_LOCK, 5L)))
                .isEqualTo(EVENT_TYPE_CPU);
        assertThat(slowdown.slower(ASKED, Map.of(EVENT_TYPE_CPU, 6L, EVENT_TYPE_LOCK, 5L)))
                .isEqualTo(EVENT_TYPE_CPU);

        assertThat(slowdown.factors()).isEqualTo(Map.of(EVENT_TYPE_CPU, 4, EVENT_TYPE_LOCK, 2));
        assertThat(slowdown.of(ASKED))
                .isEqualTo(Rates.NONE.with(EVENT_TYPE_CPU, 40_000_000).with(EVENT_TYPE_LOCK, 20_000));
    }

    @Test
    void noEventIsSlowedByMoreThan64AndOthersFollow() {
        for (int i = 0; i < 6; i++) {
            assertThat(slowdown.slower(ASKED, Map.of(EVENT_TYPE_CPU, 10L))).isEqualTo(EVENT_TYPE_CPU);
        }
        for (int i = 0; i < 6; i++) {
            assertThat(slowdown.slower(ASKED, Map.of(EVENT_TYPE_CPU, 10L))).isEqualTo(EVENT_TYPE_LOCK);
        }
        assertThat(slowdown.slower(ASKED, Map.of(EVENT_TYPE_CPU, 10L))).isNull();
        assertThat(slowdown.factors()).isEqualTo(Map.of(EVENT_TYPE_CPU, 64, EVENT_TYPE_LOCK, 64));
    }

    @Test
    void theSlowestRecoversFirstUntilAllIsAsItWasAsked() {
        slowdown.slower(ASKED, Map.of(EVENT_TYPE_CPU, 1L));
        slowdown.slower(ASKED, Map.of(EVENT_TYPE_CPU, 1L));
        slowdown.slower(ASKED, Map.of(EVENT_TYPE_LOCK, 1L));

        slowdown.faster();
        assertThat(slowdown.factors()).isEqualTo(Map.of(EVENT_TYPE_CPU, 2, EVENT_TYPE_LOCK, 2));
        slowdown.faster();
        slowdown.faster();
        assertThat(slowdown.isOn()).isFalse();
        assertThat(slowdown.of(ASKED)).isEqualTo(ASKED);
    }

    @Test
    void liveObjectsGoWithAllocations() {
        Rates asked = Rates.NONE.with(EVENT_TYPE_ALLOC, 1_024).with(EVENT_TYPE_LIVE, 1_024);

        assertThat(slowdown.slower(asked, Map.of(EVENT_TYPE_LIVE, 9L))).isEqualTo(EVENT_TYPE_ALLOC);
        assertThat(slowdown.of(asked))
                .isEqualTo(Rates.NONE.with(EVENT_TYPE_ALLOC, 2_048).with(EVENT_TYPE_LIVE, 2_048));
        assertThat(slowdown.factors()).isEqualTo(Map.of(EVENT_TYPE_ALLOC, 2, EVENT_TYPE_LIVE, 2));
    }

    @Test
    void whatIsNotAskedForIsNotSampledHoweverSlowly() {
        slowdown.slower(ASKED.with(EVENT_TYPE_ALLOC, 1_024), Map.of(EVENT_TYPE_ALLOC, 1L));

        assertThat(slowdown.of(ASKED)).isEqualTo(ASKED);
    }
}
