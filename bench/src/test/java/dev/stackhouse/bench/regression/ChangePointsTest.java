package dev.stackhouse.bench.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The algorithms that ours is compared with, on series whose answer is known. */
class ChangePointsTest {
    @Test
    void findsWhereASeriesSteps() {
        double[] series = {10, 10.2, 9.9, 10.1, 9.8, 10, 12, 12.1, 11.9, 12.2, 11.8, 12};

        assertThat(new ChangePoints(series).find()).containsExactly(6);
    }

    @Test
    void findsAStepAndTheWayBack() {
        double[] series = {10, 10.2, 9.9, 10.1, 9.8, 10, 12, 12.1, 11.9, 12.2, 11.8, 12, 10, 10.1, 9.9, 10.2, 9.8, 10};

        assertThat(new ChangePoints(series).find()).containsExactly(6, 12);
    }

    @Test
    void findsNothingInNoise() {
        double[] series = {10, 10.4, 9.7, 10.3, 9.8, 10, 9.6, 10.1, 10.2, 9.9, 10.3, 9.8};

        assertThat(new ChangePoints(series).find()).isEmpty();
    }

    @Test
    void knowsTheTailsOfItsTests() {
        assertThat(ChangePoints.twoSided(1, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(ChangePoints.twoSided(2, 2)).isCloseTo(1 - 2 / Math.sqrt(6), within(1e-12));
        assertThat(ChangePoints.twoSided(2.228138852, 10)).isCloseTo(0.05, within(1e-9));
        assertThat(ChangePoints.twoSided(2.570581836, 5)).isCloseTo(0.05, within(1e-9));
        assertThat(ZTestDetector.twoSided(1.959963985)).isCloseTo(0.05, within(1e-6));
    }
}
