package dev.stackhouse.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The Java runtimes of this machine that the agent can be tested on: the one that runs the tests, those in {@code /usr/lib/jvm},
 * and those that variables beginning with {@code JAVA_HOME} name. One of each version.
 */
final class TestingJdks {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    private TestingJdks() {}

    /** Paths of the command java. */
    static Stream<Path> found() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME")) {
                homes.add(Path.of(value));
            }
        });
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> installed = Files.list(INSTALLED)) {
                installed.sorted().forEach(homes::add);
            }
        }
        Map<String, Path> byVersion = new TreeMap<>();
        for (Path home : homes) {
            Path java = home.resolve("bin/java");
            if (Files.isExecutable(java) && Files.isReadable(home.resolve("release"))) {
                byVersion.putIfAbsent(version(home), java);
            }
        }
        return byVersion.values().stream();
    }

    private static String version(Path home) throws IOException {
        return Files.readAllLines(home.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .findFirst()
                .orElse("unknown");
    }

    /** Compiles a program of the tests so that all of them run it. */
    static void compile(Class<?> program, Path classes) {
        Path source = Path.of(System.getProperty("stackhouse.root"), "collector/src/test/java")
                .resolve(program.getName().replace('.', '/') + ".java");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "8",
                        "-Xlint:-options",
                        "-d",
                        classes.toString(),
                        source.toString());
        if (status != 0) {
            throw new IllegalStateException(source + " cannot be compiled for Java 8");
        }
    }
}
