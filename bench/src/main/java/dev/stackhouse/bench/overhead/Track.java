package dev.stackhouse.bench.overhead;

import dev.stackhouse.bench.overhead.Growth.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of a JVM over time. Its heap is collected whenever it is looked at. For one thread. */
final class Track {
    private final Jdk jdk;
    private final long processId;
    private final Map<Figure, List<Point>> points = new EnumMap<>(Figure.class);

    /** What may not grow; by how much it may change all the same. */
    enum Figure {
        RSS("RSS, MB", 8),
        LIVE_HEAP("live heap, MB", 3),
        THREADS("threads", 2),
        DESCRIPTORS("descriptors", 3);

        /** With its unit. */
        private final String title;
        /** What the virtual machine and the program do to it by themselves: arenas of malloc, threads of the compiler, connections. */
        private final double noise;

        Figure(String title, double noise) {
            this.title = title;
            this.noise = noise;
        }
    }

    Track(Jdk jdk, long processId) {
        this.jdk = jdk;
        this.processId = processId;
        for (Figure figure : Figure.values()) {
            points.put(figure, new ArrayList<>());
        }
    }

    /** Looks at the JVM, which must live. */
    void look(double time) throws IOException, InterruptedException {
        // First, as it has a thread and a socket for whoever asks it, from the first time on.
        double liveHeapBytes = JvmFigures.liveHeapBytes(jdk, processId);
        ProcessFigures figures = ProcessFigures.of(processId);
        add(Figure.LIVE_HEAP, time, liveHeapBytes / 1e6);
        add(Figure.RSS, time, figures.rssBytes() / 1e6);
        add(Figure.THREADS, time, figures.threads());
        add(Figure.DESCRIPTORS, time, figures.descriptors());
    }

    private void add(Figure figure, double time, double value) {
        points.computeIfAbsent(figure, unused -> new ArrayList<>()).add(new Point(time, value));
    }

    Growth growth(Figure figure) {
        return Growth.of(points.getOrDefault(figure, List.of()));
    }

    /** A row for every figure. */
    List<Map<String, Object>> rows(String process, String slopePer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            Growth growth = growth(figure);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("process", process);
            row.put("figure", figure.title);
            row.put("second quarter", rounded(growth.first()));
            row.put("last quarter", rounded(growth.last()));
            row.put("slope " + slopePer, rounded(growth.slope()));
            rows.add(row);
        }
        return rows;
    }

    /** What grew by more than its noise, and more than that of the other JVM, which does the same without what is looked for. */
    List<String> complaints(Map<Figure, Growth> other) {
        List<String> complaints = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            Growth without = other.get(figure);
            double expected = without == null ? 0 : Math.max(0, without.grown());
            double grown = growth(figure).grown() - expected;
            if (grown > figure.noise) {
                complaints.add(figure.title + " grew by " + rounded(grown) + "; its noise is " + figure.noise);
            }
        }
        return complaints;
    }

    Map<Figure, Growth> growths() {
        Map<Figure, Growth> growths = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            growths.put(figure, growth(figure));
        }
        return growths;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
