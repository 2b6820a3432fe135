package dev.stackhouse.flink;

import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Batches that are published before a savepoint is taken, or held back until after it; of each instance in a partition of its own.
 *
 * @param all in the order of their numbers, and whole
 */
record SavedBatches(List<StackBatch> all) {
    static final String FILE = "batches";
    static final int INSTANCES = 4;
    static final String SERVICE = "saved";

    /** Past on every clock. */
    static final long START_MILLIS = 1_704_067_200_000L;

    private static final int LAST = 6;
    private static final int HELD_BACK = 3;
    private static final int REJECTED = 5;
    private static final int UNKNOWN_FORMAT = 99;

    static SavedBatches make() {
        Random random = new Random(12);
        List<StackBatch> all = new ArrayList<>();
        for (int sequence = 1; sequence <= LAST; sequence++) {
            for (int instance = 0; instance < INSTANCES; instance++) {
                long start = START_MILLIS + sequence * 10_000L - 3_000;
                StackBatch plain = Batches.random(random, SERVICE, instance(instance), sequence, start);
                all.add(sequence % 2 == 0 ? Batches.sealed(plain) : plain);
            }
        }
        return new SavedBatches(all);
    }

    static SavedBatches read(Path file) throws IOException {
        List<StackBatch> all = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (StackBatch batch = StackBatch.parseDelimitedFrom(in);
                    batch != null;
                    batch = StackBatch.parseDelimitedFrom(in)) {
                all.add(batch);
            }
        }
        return new SavedBatches(all);
    }

    void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (StackBatch batch : all) {
                batch.writeDelimitedTo(out);
            }
        }
    }

    /** Puts a savepoint in place of the one that a directory has. */
    static void replace(Path directory, Path savepoint) throws IOException {
        Path target = directory.resolve("savepoint");
        if (Files.exists(directory)) {
            try (Stream<Path> old = Files.walk(directory)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(savepoint)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
    }

    static String instance(int number) {
        return "saved-" + number;
    }

    int partition(StackBatch batch) {
        return Integer.parseInt(batch.getInstanceId().substring("saved-".length()));
    }

    /** Those before the savepoint that count. */
    List<StackBatch> accepted() {
        return all.stream()
                .filter(batch -> batch.getSequence() != HELD_BACK && batch.getSequence() != REJECTED)
                .toList();
    }

    List<StackBatch> heldBack() {
        return all.stream().filter(batch -> batch.getSequence() == HELD_BACK).toList();
    }

    /** Those that were rejected before the savepoint, in a form that is accepted after it. */
    List<StackBatch> rejected() {
        return all.stream().filter(batch -> batch.getSequence() == REJECTED).toList();
    }

    /** What is published before the savepoint; last of every instance one that cannot be used. */
    List<StackBatch> published() {
        List<StackBatch> published = new ArrayList<>(accepted());
        rejected()
                .forEach(batch -> published.add(
                        batch.toBuilder().setFormatVersion(UNKNOWN_FORMAT).build()));
        return published;
    }

    static long samples(List<StackBatch> batches, String instance) {
        return batches.stream()
                .filter(batch -> batch.getInstanceId().equals(instance))
                .mapToLong(Batches::samples)
                .sum();
    }
}
