package dev.stackhouse.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** JDKs of other versions on this machine: those beside the one that runs the tests. */
public final class InstalledJdk {
    private InstalledJdk() {}

    /** The command of one of a version (8, 11, 17, 21, 25, ...). */
    public static Optional<Path> java(int version) throws IOException {
        Path beside = Path.of(System.getProperty("java.home")).toRealPath().getParent();
        String release = "JAVA_VERSION=\"" + (version < 9 ? "1." + version : Integer.toString(version));
        try (Stream<Path> homes = Files.list(beside)) {
            return homes.filter(home -> is(home, release))
                    .map(home -> home.resolve("bin").resolve("java"))
                    .filter(Files::isExecutable)
                    .sorted()
                    .findFirst();
        }
    }

    private static boolean is(Path home, String release) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.anyMatch(line -> line.startsWith(release + ".") || line.equals(release + "\""));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
