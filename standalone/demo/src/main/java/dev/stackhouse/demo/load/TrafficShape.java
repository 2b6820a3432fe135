package dev.stackhouse.demo.load;

/**
 * How many requests come per second over a day: few at night, a peak at noon and a higher one in the evening, and the given
 * mean over the whole day. Starts in the morning, at about the mean.
 */
public record TrafficShape(int meanPerSecond, int daySeconds) {
    private static final double DAILY_SWING = 0.35;
    private static final double TWICE_DAILY_SWING = 0.15;

    /** @param elapsedSeconds since the load began */
    double ratePerSecond(double elapsedSeconds) {
        double angle = 2 * Math.PI * elapsedSeconds / daySeconds;
        return meanPerSecond * (1 + DAILY_SWING * Math.sin(angle) + TWICE_DAILY_SWING * Math.sin(2 * angle));
    }
}
