package dev.stackhouse.bench.overhead;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two demo services under the same load for a long time, one with the collector as it is by default: does it make anything grow that does
 * not grow without it? Not thread-safe.
 */
public final class SoakRun {
    private static final double NANOS_PER_HOUR = 3.6e12;

    private final Path root;
    private final Path directory;
    private final Jdk jdk;
    private final Duration duration;
    private final int looks;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    /**
     * @param root of the project, built
     * @param directory for everything that is written
     * @param looks at the services in that time; each makes them collect their garbage
     */
    public SoakRun(Path root, Path directory, Jdk jdk, Duration duration, int looks) {
        this.root = root;
        this.directory = directory;
        this.jdk = jdk;
        this.duration = duration;
        this.looks = looks;
    }

    /** What grew, and what did not work. */
    public List<String> complaints() {
        return complaints;
    }

    public List<Map<String, Object>> rows() {
        return rows;
    }

    public void run() throws Exception {
        StackhouseAgent collector =
                new StackhouseAgent("collector", root.resolve("collector/target/stackhouse-collector.jar"), "");
        try (Destinations destinations = Destinations.start(directory);
                VisitedShop with = VisitedShop.start(jdk, root, destinations, collector.jvmOptions(destinations));
                VisitedShop without = VisitedShop.start(jdk, root, destinations, List.of())) {
            Track trackWith = new Track(jdk, with.process().pid());
            Track trackWithout = new Track(jdk, without.process().pid());
            long startNanos = System.nanoTime();
            for (int i = 1; i <= looks; i++) {
                long dueNanos = startNanos + duration.toNanos() * i / looks;
                Thread.sleep(Math.max(0, (dueNanos - System.nanoTime()) / 1_000_000));
                double hours = (System.nanoTime() - startNanos) / NANOS_PER_HOUR;
                trackWith.look(hours);
                trackWithout.look(hours);
            }
            rows.addAll(trackWith.rows("with the collector", "an hour"));
            rows.addAll(trackWithout.rows("without", "an hour"));
            complaints.addAll(trackWith.complaints(trackWithout.growths()));
            with.process().complaint().ifPresent(complaints::add);
            if (collector.sent(destinations).isEmpty()) {
                complaints.add("the collector sent nothing");
            }
        }
    }
}
