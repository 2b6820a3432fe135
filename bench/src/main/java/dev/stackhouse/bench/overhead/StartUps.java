package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How much later a program comes to its first line: the time from the start of the process to there, under a profiler less that of the
 * same round without one.
 */
final class StartUps {
    /** What all are compared with, another start without a profiler among them. */
    private static final String REFERENCE = "reference";

    private final Jdk jdk;
    private final Path root;
    private final Destinations destinations;

    StartUps(Jdk jdk, Path root, Destinations destinations) {
        this.jdk = jdk;
        this.root = root;
        this.destinations = destinations;
    }

    /** Milliseconds added, by profiler. */
    Map<String, Spread> measure(List<Profiler> profilers, int rounds, long seed)
            throws IOException, InterruptedException {
        List<Profiler> all = new ArrayList<>(List.of(new NoProfiler(REFERENCE), new NoProfiler(Series.NONE)));
        all.addAll(profilers);
        Random random = new Random(seed);
        Map<String, double[]> addedMillis = new HashMap<>();
        for (Profiler profiler : all) {
            // The first start reads files from the disk.
            startMillis(profiler);
            addedMillis.put(profiler.name(), new double[rounds]);
        }
        for (int i = 0; i < rounds; i++) {
            Collections.shuffle(all, random);
            Map<String, Double> millis = new HashMap<>();
            for (Profiler profiler : all) {
                millis.put(profiler.name(), startMillis(profiler));
            }
            double without = millis.getOrDefault(REFERENCE, Double.NaN);
            for (Map.Entry<String, double[]> added : addedMillis.entrySet()) {
                added.getValue()[i] = millis.getOrDefault(added.getKey(), Double.NaN) - without;
            }
        }
        Map<String, Spread> spreads = new HashMap<>();
        addedMillis.forEach((name, millis) -> spreads.put(name, Spread.of(millis)));
        return spreads;
    }

    private double startMillis(Profiler profiler) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(MeasuredStart.jvmOptions(destinations.temporary()));
        command.addAll(profiler.jvmOptions(destinations));
        command.addAll(List.of(
                "-cp",
                ProgramWorkload.classes(root),
                "dev.stackhouse.bench.overhead.program.FirstLineProgram",
                Long.toString(System.nanoTime())));
        Path errors = Files.createTempFile(destinations.directory(), "errors", ".log");
        try (MeasuredProcess process =
                MeasuredProcess.start(Cores.on(Cores.RESERVED, command), profiler.variables(destinations), errors)) {
            return Long.parseLong(process.nextLine()) / 1e6;
        } finally {
            Files.delete(errors);
        }
    }
}
