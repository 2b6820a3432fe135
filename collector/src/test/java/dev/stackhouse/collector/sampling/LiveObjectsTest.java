package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveObjectsTest {
    private static final long TICKS_PER_SECOND = 1_000;

    private final LiveObjects objects = new LiveObjects();

    @Test
    void onlyWhatIsOlderThanACollectionIsKnownToHaveSurvived() {
        assertThat(objects.hasSurvived(0)).isFalse();

        objects.collectedAt(5_000, TICKS_PER_SECOND);
        assertThat(objects.hasSurvived(3_999)).isTrue();
        // It is seen up to a second after it was.
        assertThat(objects.hasSurvived(4_000)).isFalse();

        objects.collectedAt(2_000, TICKS_PER_SECOND);
        assertThat(objects.hasSurvived(3_999)).isTrue();
    }

    @Test
    void theyAreAskedForJustAfterACollectionAndAMinuteApartAtLeast() {
        objects.beginChunk();
        assertThat(objects.isDue(3_600_000)).isFalse();
        objects.collectedAt(5_000, TICKS_PER_SECOND);
        assertThat(objects.isDue(59_999)).isFalse();
        assertThat(objects.isDue(60_000)).isTrue();
        objects.beginChunk();
        assertThat(objects.isDue(60_000)).isFalse();
    }
}
