package dev.stackhouse.bench.regression;

import java.util.SplittableRandom;

/** Random numbers of the distributions that fleets are made of; a seed repeats them. */
final class Draws {
    private static final double NEARLY_NORMAL = 12;
    private final SplittableRandom random;

    Draws(long seed) {
        random = new SplittableRandom(seed);
    }

    double uniform() {
        return random.nextDouble();
    }

    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    double normal() {
        return random.nextGaussian();
    }

    /** Student's t with four degrees of freedom, of variance 1: one value in a hundred is three times as far off as a normal one would be. */
    double heavy() {
        double chiSquare = -2 * Math.log(1 - random.nextDouble()) - 2 * Math.log(1 - random.nextDouble());
        return random.nextGaussian() / Math.sqrt(chiSquare / 4) / Math.sqrt(2);
    }

    /** Poisson; for large means rounded from the normal distribution with the right skewness (Cornish and Fisher). */
    int poisson(double mean) {
        if (mean <= 0) {
            return 0;
        }
        if (mean > NEARLY_NORMAL) {
            double z = random.nextGaussian();
            return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * z + (z * z - 1) / 6));
        }
        double left = random.nextDouble();
        double probability = Math.exp(-mean);
        int count = 0;
        while (left > probability && count < 1000) {
            left -= probability;
            count++;
            probability *= mean / count;
        }
        return count;
    }
}
