package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.Series;
import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.storage.read.TimeLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The steps of a time line: a range cut into pieces of one length, the last of which may stick out. */
record Steps(TimeRange range, long stepMillis) {
    private static final int CHOSEN_STEPS = 300;
    private static final int MOST_STEPS = 20_000;

    /**
     * Cuts a range.
     *
     * @param stepMillis rounded up to the resolution that the range has; 0 chooses
     */
    static Steps of(TimeRange range, long stepMillis) {
        if (stepMillis < 0) {
            throw RequestException.invalid("step_millis is " + stepMillis + "; it must not be negative");
        }
        long wanted = stepMillis == 0 ? (range.lengthMillis() + CHOSEN_STEPS - 1) / CHOSEN_STEPS : stepMillis;
        // A step longer than the range is as good as the range.
        long step = TimeRange.roundUp(Math.min(wanted, range.lengthMillis()), range.resolutionMillis());
        if (range.lengthMillis() / step > MOST_STEPS) {
            throw RequestException.invalid("the range has " + range.lengthMillis() / step + " steps of " + step
                    + " ms; at most " + MOST_STEPS + " are possible: choose a longer step or 0");
        }
        return new Steps(range, step);
    }

    List<Long> starts() {
        return LongStream.iterate(range.fromMillis(), start -> start < range.toMillis(), start -> start + stepMillis)
                .boxed()
                .toList();
    }

    /**
     * The series with every step filled, heaviest first. There is always one; those beyond the greatest number are added up in a
     * last one.
     */
    List<Series> fill(TimeLine line, int maxSeries) {
        List<Long> starts = starts();
        Map<String, Map<Long, Long>> found = line.series().isEmpty() ? Map.of("", Map.of()) : line.series();
        List<Series> series = new ArrayList<>();
        found.forEach((label, values) -> {
            Series.Builder filled = Series.newBuilder().setLabelValue(label);
            starts.forEach(start -> filled.addValues(values.getOrDefault(start, 0L)));
            series.add(filled.build());
        });
        series.sort(Comparator.comparingLong((Series one) -> -weight(one)).thenComparing(Series::getLabelValue));
        if (series.size() <= maxSeries) {
            return series;
        }
        List<Series> kept = new ArrayList<>(series.subList(0, maxSeries));
        kept.add(sum(series.subList(maxSeries, series.size()), starts.size()));
        return kept;
    }

    private static Series sum(List<Series> others, int steps) {
        long[] sums = new long[steps];
        for (Series other : others) {
            for (int i = 0; i < steps; i++) {
                sums[i] += other.getValues(i);
            }
        }
        Series.Builder sum =
                Series.newBuilder().setLabelValue(Method.OTHER.name()).setIsOther(true);
        for (long value : sums) {
            sum.addValues(value);
        }
        return sum.build();
    }

    private static long weight(Series series) {
        return series.getValuesList().stream().mapToLong(Long::longValue).sum();
    }
}
