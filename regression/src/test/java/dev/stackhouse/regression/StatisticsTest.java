package dev.stackhouse.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arithmetic of tests, against values that are known. */
class StatisticsTest {
    @Test
    void knowsTheTailsOfStudentsDistribution() {
        // With one degree of freedom it is Cauchy's, with two there is a closed form.
        assertThat(StudentT.twoSided(1, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(StudentT.twoSided(2, 2)).isCloseTo(1 - 2 / Math.sqrt(6), within(1e-12));
        assertThat(StudentT.twoSided(2.228138852, 10)).isCloseTo(0.05, within(1e-9));
        assertThat(StudentT.twoSided(Double.POSITIVE_INFINITY, 5)).isZero();
        assertThat(StudentT.quantile(0.05, 10)).isCloseTo(2.228138852, within(1e-8));
    }

    @Test
    void adjustsPValuesAsBenjaminiAndHochbergDo() {
        assertThat(BenjaminiHochberg.qValues(new double[] {0.04, 0.01, 0.03, 0.5}))
                .containsExactly(new double[] {0.16 / 3, 0.04, 0.16 / 3, 0.5}, within(1e-12));
        assertThat(BenjaminiHochberg.qValues(new double[0])).isEmpty();
    }

    @Test
    void theMedianHasHalfOfTheWeightOnEitherSide() {
        assertThat(WeightedMedian.of(new double[] {3, 1, 2}, new double[] {1, 1, 1}))
                .isEqualTo(2);
        assertThat(WeightedMedian.of(new double[] {3, 1, 2}, new double[] {5, 1, 1}))
                .isEqualTo(3);
        assertThat(WeightedMedian.of(new double[] {1, 2}, new double[] {1, 1})).isEqualTo(1.5);
        assertThat(WeightedMedian.of(new double[0], new double[0])).isNaN();
    }

    @Test
    void oneGrownMethodMakesNoInstanceLarger() {
        List<float[]> rows = new ArrayList<>();
        for (int row = 1; row <= 11; row++) {
            rows.add(new float[] {100 * row, 200 * row});
        }
        double[] equal = SizeFactors.of(rows, new double[] {6600, 13200});
        rows.get(4)[1] = 50_000;
        double[] grown = SizeFactors.of(rows, new double[] {6600, 62_200});

        assertThat(equal[1] / equal[0]).isCloseTo(2, within(1e-9));
        assertThat(grown[1] / grown[0]).isCloseTo(2, within(1e-3));
    }

    @Test
    void fewReferencesSayLessThanTheSum() {
        assertThat(SizeFactors.of(List.of(new float[] {100, 300}), new double[] {500, 700}))
                .containsExactly(500, 700);
    }

    @Test
    void knowsDigammaAndTrigamma() {
        assertThat(Moderation.digamma(1)).isCloseTo(-0.5772156649, within(1e-9));
        assertThat(Moderation.trigamma(1)).isCloseTo(Math.PI * Math.PI / 6, within(1e-9));
    }

    @Test
    void aVarianceOfFewInstancesIsMostlyThatOfOtherUnits() {
        double[] means = new double[200];
        double[] variances = new double[200];
        for (int at = 0; at < means.length; at++) {
            means[at] = 100 + at;
            variances[at] = 0.01;
        }
        Moderation moderation = new Moderation(means, variances, 4);

        // Four degrees of its own, twice as many of all others.
        assertThat(moderation.degrees()).isEqualTo(12);
        assertThat(moderation.variance(150, 0.09)).isLessThan(0.04);
    }
}
