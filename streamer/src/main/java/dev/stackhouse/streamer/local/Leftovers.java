package dev.stackhouse.streamer.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What killed processes left in the state directory. */
final class Leftovers {
    private Leftovers() {}

    /** Deletes temporary files, and the checkpoints of every job but that of the newest one. */
    static void delete(Path temporary, Path checkpoints, Optional<Path> newest) throws IOException {
        deleteTree(temporary);
        if (newest.isEmpty() || !Files.isDirectory(checkpoints)) {
            return;
        }
        try (Stream<Path> jobs = Files.list(checkpoints)) {
            for (Path job : jobs.toList()) {
                if (!newest.get().startsWith(job)) {
                    deleteTree(job);
                }
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(root)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
