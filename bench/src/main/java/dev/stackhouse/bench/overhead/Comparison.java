package dev.stackhouse.bench.overhead;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A profiler beside no profiler, round by round: a ratio or a difference is taken inside a round, and only then the median of all
 * rounds. What the profiler is compared with is the mean of the round's two starts without one; the second of these is compared with the first.
 */
final class Comparison {
    private final List<Map<String, Measurement>> rounds;
    private final String profiler;
    private final Set<String> threadsWithout = new HashSet<>();

    Comparison(List<Map<String, Measurement>> rounds, String profiler) {
        this.rounds =
                rounds.stream().filter(round -> round.containsKey(profiler)).toList();
        this.profiler = profiler;
        rounds.forEach(round -> {
            threadsWithout.addAll(
                    without(round, Series.NONE).cpuSharesByThread().keySet());
            threadsWithout.addAll(
                    without(round, Series.NONE_AGAIN).cpuSharesByThread().keySet());
        });
    }

    private static Measurement without(Map<String, Measurement> round, String name) {
        Measurement measurement = round.get(name);
        if (measurement == null) {
            throw new IllegalStateException("a round has no start '" + name + "'");
        }
        return measurement;
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    /** Per cent of what there is without a profiler. */
    Spread percent(ToDoubleFunction<Measurement> figure) {
        return spread((own, reference) -> 100 * figure.applyAsDouble(own) / reference.applyAsDouble(figure));
    }

    /** What there is more than without a profiler. */
    Spread added(ToDoubleFunction<Measurement> figure) {
        return spread((own, reference) -> figure.applyAsDouble(own) - reference.applyAsDouble(figure));
    }

    /** Milliseconds of CPU in 10 s of the threads that are not there without the profiler. */
    Spread ownCpuMillisPerInterval() {
        return spread((own, reference) -> 10_000
                * own.cpuSharesByThread().entrySet().stream()
                        .filter(thread -> !threadsWithout.contains(thread.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum());
    }

    /** Kilobytes (1,000 bytes) sent for an interval, of the rounds that saw a whole one. */
    Optional<Spread> sentKilobytes() {
        double[] sent = rounds.stream()
                .map(this::own)
                .flatMapToDouble(own -> own.sentBytes().stream())
                .map(bytes -> bytes / 1e3)
                .toArray();
        return sent.length == 0 ? Optional.empty() : Optional.of(Spread.of(sent));
    }

    private Measurement own(Map<String, Measurement> round) {
        return without(round, profiler);
    }

    private Spread spread(Pair pair) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> pair.compare(own(round), figure -> reference(round, figure)))
                .toArray());
    }

    private double reference(Map<String, Measurement> round, ToDoubleFunction<Measurement> figure) {
        double first = figure.applyAsDouble(without(round, Series.NONE));
        double second = figure.applyAsDouble(without(round, Series.NONE_AGAIN));
        return profiler.equals(Series.NONE_AGAIN) ? first : (first + second) / 2;
    }

    private interface Pair {
        double compare(Measurement own, ToDoubleFunction<ToDoubleFunction<Measurement>> reference);
    }
}
