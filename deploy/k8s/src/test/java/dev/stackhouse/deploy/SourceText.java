package dev.stackhouse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Main sources of a module as text: what a manifest names must be there. */
record SourceText(Path sources) {
    private static final Pattern VARIABLE = Pattern.compile("\"(STACKHOUSE_[A-Z_]+[A-Z])\"");

    static Path root() {
        return Path.of(System.getProperty("stackhouse.root", "../.."));
    }

    static SourceText of(String module) {
        return new SourceText(root().resolve(module).resolve("src/main/java"));
    }

    /** The environment variables that the module reads by their full name. */
    Set<String> variables() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = VARIABLE.matcher(Files.readString(file));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }
        return names;
    }

    /** The source of a class with a main method. */
    String mainClass(String name) throws IOException {
        return Files.readString(sources.resolve(name.replace('.', '/') + ".java"));
    }

    String file(String path) throws IOException {
        return Files.readString(sources.resolve(path));
    }
}
