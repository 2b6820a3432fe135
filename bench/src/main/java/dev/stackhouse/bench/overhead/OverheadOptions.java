package dev.stackhouse.bench.overhead;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What of it is run, from the environment.
 *
 * @param workloads names, or empty for all (STACKHOUSE_BENCH_WORKLOADS, separated by commas)
 * @param profilers names, or empty for all (STACKHOUSE_BENCH_PROFILERS); there is always a start without one
 * @param jdks that programs run on (STACKHOUSE_BENCH_JDKS, directories separated by commas)
 * @param rounds of every program on every JDK, each a start under every profiler (STACKHOUSE_BENCH_ROUNDS, 2)
 * @param starts that start-up is measured by (STACKHOUSE_BENCH_STARTS, 20)
 * @param pauses of the profiler in every start, half a minute each (STACKHOUSE_BENCH_PAUSES, 5)
 * @param warmUp not measured (STACKHOUSE_BENCH_WARM_UP_SECONDS, 30)
 * @param seed of the order inside the rounds (STACKHOUSE_BENCH_SEED)
 */
public record OverheadOptions(
        List<String> workloads,
        List<String> profilers,
        List<Jdk> jdks,
        int rounds,
        int pauses,
        int starts,
        Duration warmUp,
        long seed) {
    private static final String PREFIX = "STACKHOUSE_BENCH_";

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static OverheadOptions of(Map<String, String> environment) {
        return of(environment, 2);
    }

    /** The same where there are more rounds, or fewer, by default. */
    public static OverheadOptions of(Map<String, String> environment, int rounds) {
        List<String> homes = list(environment, "JDKS");
        return new OverheadOptions(
                list(environment, "WORKLOADS"),
                list(environment, "PROFILERS"),
                homes.isEmpty()
                        ? Jdk.found()
                        : homes.stream().map(home -> Jdk.at(Path.of(home))).toList(),
                number(environment, "ROUNDS", rounds),
                number(environment, "PAUSES", 5),
                number(environment, "STARTS", 20),
                Duration.ofSeconds(number(environment, "WARM_UP_SECONDS", 30)),
                number(environment, "SEED", 1));
    }

    /** Those of the workloads that are to run. */
    List<Workload> chosen(List<Workload> all) {
        return chosen(all, Workload::name, workloads);
    }

    /**
     * Those that are named, or all where none is.
     *
     * @throws IllegalArgumentException with a sentence for the user, if there is none of a name
     */
    static <T> List<T> chosen(List<T> all, Function<T, String> name, List<String> names) {
        List<String> known = all.stream().map(name).toList();
        for (String wanted : names) {
            if (!known.contains(wanted)) {
                throw new IllegalArgumentException("There is no '" + wanted + "' here; there are " + known + ".");
            }
        }
        return all.stream()
                .filter(one -> names.isEmpty() || names.contains(name.apply(one)))
                .toList();
    }

    /** Where one is enough. */
    public Jdk firstJdk() {
        return jdks.get(0);
    }

    private static List<String> list(Map<String, String> environment, String name) {
        return Arrays.stream(environment.getOrDefault(PREFIX + name, "").split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static int number(Map<String, String> environment, String name, int byDefault) {
        String value = environment.getOrDefault(PREFIX + name, Integer.toString(byDefault));
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(PREFIX + name + " is '" + value + "', not a number from 1 on.");
    }
}
