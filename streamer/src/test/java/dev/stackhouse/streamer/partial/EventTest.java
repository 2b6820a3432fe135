package dev.stackhouse.streamer.partial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.EventType;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventTest {
    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"EVENT_TYPE_UNSPECIFIED", "UNRECOGNIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyEventOfABatchHasItsNameInTheStore(EventType event) {
        String name = event.name()
                .substring("EVENT_TYPE_".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');

        assertThat(Event.isKnown(event.getNumber())).isTrue();
        assertThat(Event.name(event.getNumber())).isEqualTo(name);
    }
}
