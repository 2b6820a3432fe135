package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Rounds of one program on one JDK. In each every profiler has a start of its own, in random order, and so has nothing: that one
 * pauses too, and shows what the method itself makes of no difference. Not thread-safe.
 */
final class Series {
    static final String NONE = "none";

    private final List<Map<String, Measurement>> rounds = new ArrayList<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /** Runs the rounds; a profiler that has failed twice is left out from then on. */
    void run(MeasuredStart start, List<Profiler> profilers, int count, long seed, String title) throws Exception {
        List<Profiler> all = new ArrayList<>(List.of(new NoProfiler(NONE)));
        all.addAll(profilers);
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            Collections.shuffle(all, random);
            Map<String, Measurement> round = new LinkedHashMap<>();
            for (Profiler profiler : List.copyOf(all)) {
                try {
                    Measurement measurement = start.run(profiler);
                    round.put(profiler.name(), measurement);
                    System.err.printf(
                            "%s, round %d of %d, %s: %.0f operations/s, %.0f a CPU second%n",
                            title,
                            i + 1,
                            count,
                            profiler.name(),
                            median(measurement, Speed::operationsPerSecond),
                            median(measurement, Speed::operationsPerCpuSecond));
                } catch (IOException e) {
                    if (profiler instanceof NoProfiler) {
                        throw e;
                    }
                    if (failures.put(profiler.name(), String.valueOf(e.getMessage())) != null) {
                        all.remove(profiler);
                    }
                    System.err.println(title + ": " + e.getMessage());
                }
            }
            rounds.add(round);
        }
    }

    private static double median(Measurement measurement, ToDoubleFunction<Speed> figure) {
        return Spread.of(measurement.speeds().stream()
                        .map(Speed.Pair::with)
                        .mapToDouble(figure)
                        .toArray())
                .median();
    }

    /** Each has the start without a profiler, and those under profilers that worked. */
    List<Map<String, Measurement>> rounds() {
        return rounds;
    }

    /** Why a profiler has no measurements, or not all. */
    Map<String, String> failures() {
        return failures;
    }
}
