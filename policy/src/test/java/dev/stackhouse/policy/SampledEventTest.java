package dev.stackhouse.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.proto.batch.v1.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SampledEventTest {
    @ParameterizedTest
    @CsvSource({
        "cpu, 10ms, 10000000",
        "cpu, 1s, 1000000000",
        "cpu, 1500us, 1500000",
        "wall, 1m, 60000000000",
        "alloc, 512k, 524288",
        "alloc, 8m, 8388608",
        "alloc, 1025, 1025",
        "lock, 0ms, 0",
        "live, on, 0",
        "live, off, -1",
        "native-memory, off, -1"
    })
    void ratesAreReadAndWrittenAsPeopleWriteThem(String event, String text, long interval) {
        SampledEvent sampled = SampledEvent.named(event);

        assertThat(sampled.parse(text)).isEqualTo(interval);
        assertThat(sampled.format(interval)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, 999us",
        "cpu, 2s",
        "cpu, 10",
        "cpu, 512k",
        "cpu, -1ms",
        "cpu, ''",
        "alloc, 1ms",
        "alloc, 100",
        "lock, 61s",
        "live, 1k",
        "live, true"
    })
    void whatIsNoRateOfAnEventIsRefusedWithWhatIs(String event, String text) {
        assertThatThrownBy(() -> SampledEvent.named(event).parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("not (a (duration|size) from \\S+ to \\S+ such as \\S+,|on) or off");
    }

    @Test
    void everyEventOfTheContractHasAName() {
        for (EventType type : EventType.values()) {
            if (type != EventType.UNRECOGNIZED && type != EventType.EVENT_TYPE_UNSPECIFIED) {
                assertThat(SampledEvent.of(type)).as(type.name()).isNotNull();
            }
        }
        assertThat(SampledEvent.of(EventType.UNRECOGNIZED)).isNull();
        assertThat(SampledEvent.named("memory")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void anEventIsKnownByItsNameAndItsType(SampledEvent event) {
        assertThat(SampledEvent.named(event.label())).isSameAs(event);
        assertThat(SampledEvent.of(event.type())).isSameAs(event);
    }
}
