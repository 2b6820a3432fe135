package dev.stackhouse.query.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.query.v1.Unit;
import java.io.InputStream;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfiledEventTest {
    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"EVENT_TYPE_UNSPECIFIED", "UNRECOGNIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyEventOfABatchCanBeAskedForAndIsOnThePage(EventType event) throws Exception {
        String name = event.name()
                .substring("EVENT_TYPE_".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        boolean bytes = event == EventType.EVENT_TYPE_ALLOC
                || event == EventType.EVENT_TYPE_LIVE
                || event == EventType.EVENT_TYPE_NATIVE_MEMORY;

        assertThat(ProfiledEvent.parse(name).text()).isEqualTo(name);
        assertThat(ProfiledEvent.parse(name).unit()).isEqualTo(bytes ? Unit.UNIT_BYTES : Unit.UNIT_NANOSECONDS);
        assertThat(ProfiledEvent.parse(name).unitText()).isEqualTo(bytes ? "bytes" : "nanoseconds");
        try (InputStream state = ProfiledEvent.class.getResourceAsStream("/dev/stackhouse/query/page/state.js")) {
            assertThat(new String(state.readAllBytes(), UTF_8)).contains("['" + name + "', ");
        }
    }
}
