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
    void comparesEverySpeedWithThatOfThePauseBesideIt() {
        // The machine is half as fast in the second round.
        List<Map<String, Measurement>> rounds = List.of(
                Map.of("none", start(pair(100, 100)), "a", start(pair(99, 100), pair(98, 100))),
                Map.of("none", start(pair(50, 40)), "a", start(pair(49, 50))));

        Spread ofA = new Comparison(rounds, "a").percent(Speed::operationsPerSecond);
        assertThat(ofA.median()).isEqualTo(98);
        assertThat(ofA.count()).isEqualTo(3);
        assertThat(new Comparison(rounds, "none")
                        .percent(Speed::operationsPerSecond)
                        .median())
                .isEqualTo(112.5);
    }

    @Test
    void comparesWhatIsThereWithTheStartWithoutAProfiler() {
        Measurement none = new Measurement(List.of(pair(1, 1)), 500, 0, 1, 1, Map.of(), OptionalDouble.empty());
        Measurement own = new Measurement(List.of(pair(1, 1)), 530, 0, 1, 1, Map.of(), OptionalDouble.empty());

        assertThat(new Comparison(List.of(Map.of("none", none, "a", own)), "a")
                        .added(Measurement::rssBytes)
                        .median())
                .isEqualTo(30);
    }

    @Test
    void pausesAreKeptWhereWhatWasSentSaysSo() {
        PauseTimes times = PauseTimes.after(95_001);
        List<Sent> kept = List.of(
                new Sent(100_000, 110_000, 1, true),
                new Sent(110_000, 120_000, 1, true),
                new Sent(120_000, 130_000, 1, false),
                new Sent(130_000, 140_000, 1, true));
        List<Sent> throughout = List.of(new Sent(100_000, 140_000, 1, true));

        assertThat(times.fromMillis()).isEqualTo(100_000);
        assertThat(times.wereKept(kept)).isTrue();
        assertThat(times.wereKept(throughout)).isFalse();
        assertThat(times.wereKept(kept.subList(0, 3))).isFalse();
        assertThat(times.wereKept(List.of())).isFalse();
    }

    @Test
    void threadsThatAreThereWithoutAProfilerAreNotItsOwn() {
        Map<String, Measurement> round = Map.of(
                "none", start(Map.of("main", 0.5)),
                "a", start(Map.of("main", 0.7, "sampler", 0.002)));

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

    private static Measurement start(Speed.Pair... speeds) {
        return new Measurement(List.of(speeds), 0, 0, 1, 1, Map.of(), OptionalDouble.empty());
    }

    private static Measurement start(Map<String, Double> cpuSharesByThread) {
        return new Measurement(List.of(pair(1, 1)), 0, 0, 1, 1, cpuSharesByThread, OptionalDouble.empty());
    }

    private static Speed.Pair pair(double with, double without) {
        return new Speed.Pair(new Speed(with, 1), new Speed(without, 1));
    }
}
