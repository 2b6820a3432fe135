package dev.stackhouse.streamer.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceRangesTest {
    private final SequenceRanges ranges = new SequenceRanges();

    @Test
    void isOneRangeWhenNothingIsMissing() {
        for (int i = 5; i < 1000; i++) {
            assertThat(ranges.add(i)).isTrue();
            assertThat(ranges.add(i)).isFalse();
        }
        assertThat(ranges.bounds()).containsExactly(5, 999);
    }

    @Test
    void joinsRangesWhenAGapIsFilled() {
        for (long number : new long[] {1, 2, 5, 6, 4, 9}) {
            assertThat(ranges.add(number)).isTrue();
        }
        assertThat(ranges.bounds()).containsExactly(1, 2, 4, 6, 9, 9);
        assertThat(ranges.add(3)).isTrue();
        assertThat(ranges.bounds()).containsExactly(1, 6, 9, 9);
    }

    @Test
    void agreesWithASet() {
        Random random = new Random(1);
        Set<Long> set = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            long number = 1 + random.nextLong(300);
            assertThat(ranges.add(number)).isEqualTo(set.add(number));
        }
    }

    @Test
    void closesTheLowestGapWhenThereAreTooMany() {
        for (long i = 0; i <= SequenceRanges.LIMIT; i++) {
            assertThat(ranges.add(1 + 2 * i)).isTrue();
        }
        assertThat(ranges.bounds()).hasSize(SequenceRanges.LIMIT * 2).startsWith(1, 3, 5, 5);
        assertThat(ranges.add(2)).isFalse();
        assertThat(ranges.add(4)).isTrue();
    }
}
