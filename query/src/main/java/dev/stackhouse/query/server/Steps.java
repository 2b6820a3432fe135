package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.Series;
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
     * @param stepMillis rounded up to whole windows; 0 chooses
     */
    static Steps of(TimeRange range, long stepMillis) {
        if (stepMillis < 0) {
            throw RequestException.invalid("step_millis is " + stepMillis + "; it must not be negative");
        }
        long wanted = stepMillis == 0 ? (range.lengthMillis() + CHOSEN_STEPS - 1) / CHOSEN_STEPS : stepMillis;
        // A step longer than the range is as good as the range.
        long step = TimeRange.roundUp(Math.min(wanted, range.lengthMillis()), TimeRange.WINDOW_MILLIS);
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

    /** The series with every step filled, heaviest first. There is always one. */
    List<Series> fill(TimeLine line) {
        List<Long> starts = starts();
        Map<String, Map<Long, Long>> found = line.series().isEmpty() ? Map.of("", Map.of()) : line.series();
        List<Series> series = new ArrayList<>();
        found.forEach((label, values) -> {
            Series.Builder filled = Series.newBuilder().setLabelValue(label);
            starts.forEach(start -> filled.addValues(values.getOrDefault(start, 0L)));
            series.add(filled.build());
        });
        series.sort(Comparator.comparingLong((Series one) -> -weight(one)).thenComparing(Series::getLabelValue));
        return series;
    }

    private static long weight(Series series) {
        return series.getValuesList().stream().mapToLong(Long::longValue).sum();
    }
}
