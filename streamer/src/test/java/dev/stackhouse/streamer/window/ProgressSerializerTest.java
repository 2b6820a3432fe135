package dev.stackhouse.streamer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.serialize.RoundTrip;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProgressSerializerTest {
    private static final Instance INSTANCE = new Instance("shop", "shop-1", new TreeMap<>(Map.of("zone", "a")));

    @Test
    void keepsEverything() throws Exception {
        SequenceRanges seen = new SequenceRanges(new long[] {1, 5, 9, 1L << 53});
        RoundTrip.check(ProgressSerializer.INSTANCE, new Progress(INSTANCE, seen, 5, 6, 7), Progress.of(INSTANCE));
    }

    @Test
    void copiesWhatMayChange() {
        Progress progress = Progress.of(INSTANCE);
        Progress copy = ProgressSerializer.INSTANCE.copy(progress);
        progress.seen().add(1);
        assertThat(copy.seen().add(1)).isTrue();
    }
}
