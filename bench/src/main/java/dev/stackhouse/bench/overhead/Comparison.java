package dev.stackhouse.bench.overhead;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A profiler beside no profiler: speeds pause by pause, inside each start; everything else start by start, beside the start of the
 * same round without a profiler. A ratio or a difference is taken there, and only then the median of all.
 */
final class Comparison {
    private final List<Map<String, Measurement>> rounds;
    private final String profiler;
    private final Set<String> threadsWithout = new HashSet<>();

    Comparison(List<Map<String, Measurement>> rounds, String profiler) {
        this.rounds =
                rounds.stream().filter(round -> round.containsKey(profiler)).toList();
        this.profiler = profiler;
        rounds.forEach(round ->
                threadsWithout.addAll(of(round, Series.NONE).cpuSharesByThread().keySet()));
    }

    private static Measurement of(Map<String, Measurement> round, String name) {
        Measurement measurement = round.get(name);
        if (measurement == null) {
            throw new IllegalStateException("a round has no start '" + name + "'");
        }
        return measurement;
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    /** Per cent of what there is while the profiler pauses. */
    Spread percent(ToDoubleFunction<Speed> figure) {
        return Spread.of(rounds.stream()
                .flatMap(round -> own(round).speeds().stream())
                .mapToDouble(pair -> 100 * figure.applyAsDouble(pair.with()) / figure.applyAsDouble(pair.without()))
                .toArray());
    }

    /** What there is more than in the start without a profiler. */
    Spread added(ToDoubleFunction<Measurement> figure) {
        return spread((own, none) -> figure.applyAsDouble(own) - figure.applyAsDouble(none));
    }

    /** Milliseconds of CPU in 10 s of the threads that are not there without the profiler. */
    Spread ownCpuMillisPerInterval() {
        return spread((own, none) -> 10_000
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
        return of(round, profiler);
    }

    private Spread spread(ToDoubleBiFunction<Measurement, Measurement> pair) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> pair.applyAsDouble(own(round), of(round, Series.NONE)))
                .toArray());
    }
}
