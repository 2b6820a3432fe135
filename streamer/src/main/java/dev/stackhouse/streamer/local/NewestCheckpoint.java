package dev.stackhouse.streamer.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the checkpoint that a stopped or killed job left behind. */
final class NewestCheckpoint {
    private static final String METADATA = "_metadata";

    private NewestCheckpoint() {}

    /**
     * The newest complete checkpoint, {@code <job>/chk-<n>} with its metadata, of whichever job wrote it. Flink writes the
     * metadata last and all at once.
     */
    static Optional<Path> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        record Found(Path checkpoint, FileTime written, long number) {}
        try (Stream<Path> files =
                Files.find(directory, 3, (path, attributes) -> path.endsWith(METADATA) && attributes.size() > 0)) {
            List<Path> metadata = files.toList();
            Comparator<Found> byAge = Comparator.comparing(Found::written).thenComparing(Found::number);
            Optional<Found> newest = Optional.empty();
            for (Path file : metadata) {
                Path checkpoint = Objects.requireNonNull(file.getParent(), "a file is in a directory");
                String name = String.valueOf(checkpoint.getFileName());
                if (name.matches("chk-\\d{1,18}")) {
                    long number = Long.parseLong(name.substring("chk-".length()));
                    Found found = new Found(checkpoint, Files.getLastModifiedTime(file), number);
                    newest = newest.filter(best -> byAge.compare(best, found) > 0)
                            .or(() -> Optional.of(found));
                }
            }
            return newest.map(Found::checkpoint);
        }
    }
}
