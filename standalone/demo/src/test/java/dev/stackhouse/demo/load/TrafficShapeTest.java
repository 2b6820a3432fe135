package dev.stackhouse.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficShapeTest {
    private final TrafficShape shape = new TrafficShape(120, 300);

    @Test
    void hasTheGivenMeanOverADay() {
        double mean = IntStream.range(0, 300)
                .mapToDouble(shape::ratePerSecond)
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(120, within(0.5));
    }

    @Test
    void isQuietAtNightAndBusyByDay() {
        double least =
                IntStream.range(0, 300).mapToDouble(shape::ratePerSecond).min().orElseThrow();
        double most =
                IntStream.range(0, 300).mapToDouble(shape::ratePerSecond).max().orElseThrow();

        assertThat(least).isBetween(40.0, 80.0);
        assertThat(most).isBetween(150.0, 190.0);
    }
}
