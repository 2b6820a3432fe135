package dev.stackhouse.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stackhouse.bench.overhead.Growth.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The arithmetic of the comparisons. */
class ComparisonTest {
    @Test
    void hasTheMedianBetweenTheQuartilesAndInsideItsInterval() {
        Spread spread = Spread.of(new double[] {5, 1, 4, 2, 3});

        assertThat(spread.median()).isEqualTo(3);
        assertThat(spread.lowerQuartile()).isEqualTo(2);
        assertThat(spread.upperQuartile()).isEqualTo(4);
        assertThat(spread.low()).isBetween(1.0, 3.0);
        assertThat(spread.high()).isBetween(3.0, 5.0);
    }

    @Test
    void oneMeasurementIsItsOwnInterval() {
        assertThat(Spread.of(new double[] {7})).isEqualTo(new Spread(7, 7, 7, 7, 7, 1));
    }

    @Test
    void comparesInsideARoundWithTheMeanOfItsTwoStartsWithoutAProfiler() {
        // The machine is half as fast in the second round.
        List<Map<String, Measurement>> rounds = List.of(
                Map.of("none", start(90), "none again", start(110), "a", start(99)),
                Map.of("none", start(45), "none again", start(55), "a", start(49)));

        assertThat(new Comparison(rounds, "a")
                        .percent(Measurement::operationsPerSecond)
                        .median())
                .isEqualTo(98.5);
        assertThat(new Comparison(rounds, "none again")
                        .percent(Measurement::operationsPerSecond)
                        .median())
                .isCloseTo(122.222, within(0.001));
    }

    @Test
    void threadsThatAreThereWithoutAProfilerAreNotItsOwn() {
        Map<String, Measurement> round = Map.of(
                "none", start(100, Map.of("main", 0.5)),
                "none again", start(100, Map.of("main", 0.5)),
                "a", start(100, Map.of("main", 0.7, "sampler", 0.002)));

        assertThat(new Comparison(List.of(round), "a").ownCpuMillisPerInterval().median())
                .isEqualTo(20);
    }

    @Test
    void growthStartsAfterTheFirstQuarter() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            points.add(new Point(i / 100.0, i < 25 ? 4 * i : 100));
        }

        assertThat(Growth.of(points)).isEqualTo(new Growth(100, 100, 0));
    }

    @Test
    void growthThatGoesOnIsSeen() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            points.add(new Point(i / 100.0, i));
        }

        assertThat(Growth.of(points).grown()).isCloseTo(50, within(1.0));
        assertThat(Growth.of(points).slope()).isCloseTo(100, within(1e-6));
    }

    private static Measurement start(double operationsPerSecond) {
        return start(operationsPerSecond, Map.of());
    }

    private static Measurement start(double operationsPerSecond, Map<String, Double> cpuSharesByThread) {
        return new Measurement(operationsPerSecond, 1, 0, 0, 1, 1, cpuSharesByThread, OptionalDouble.empty());
    }
}
