package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long DAY = 86_400_000L;

    private final RecentIds recent = new RecentIds(100);

    @Test
    void knowsWhatWasAddedToday() {
        assertThat(recent.add(1, 2, NOW)).isTrue();
        assertThat(recent.add(1, 2, NOW + 1)).isFalse();
        assertThat(recent.add(2, 1, NOW)).isTrue();
        assertThat(recent.add(1, 2, NOW + DAY)).isTrue();
        assertThat(recent.add(1, 2, NOW + DAY)).isFalse();
    }

    @Test
    void keepsWhatIsAskedForAndForgetsTheRest() {
        Random random = new Random(1);
        recent.add(7, 7, NOW);
        for (int i = 0; i < 10_000; i++) {
            assertThat(recent.add(random.nextLong(), random.nextLong(), NOW)).isTrue();
            assertThat(recent.add(7, 7, NOW)).isFalse();
        }
        recent.add(8, 8, NOW);
        for (int i = 0; i < 300; i++) {
            recent.add(random.nextLong(), random.nextLong(), NOW);
        }
        assertThat(recent.add(8, 8, NOW)).isTrue();
    }
}
