package dev.stackhouse.collector.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the file {@code release} in the directory of a Java runtime says: lines of {@code NAME="value"}. */
final class JavaRelease {
    private JavaRelease() {}

    /**
     * Its values by name; none if there is no such file.
     *
     * @param executable of a JVM, as it sees it itself
     * @param root where its file system is seen from here
     */
    static Map<String, String> of(String executable, Path root) {
        try {
            Path home = root.resolve(executable.replaceFirst("^/+", "")).getParent();
            // bin/java, and jre/bin/java in a JDK 8.
            for (int up = 0; up < 2 && home != null; up++) {
                home = home.getParent();
                if (home != null && home.startsWith(root) && Files.isRegularFile(home.resolve("release"))) {
                    return parse(new String(Files.readAllBytes(home.resolve("release")), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | InvalidPathException | SecurityException e) {
            // Then it is not known.
        }
        return new HashMap<>();
    }

    static Map<String, String> parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String value = line.substring(equals + 1).trim();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                values.put(line.substring(0, equals).trim(), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return values;
    }
}
