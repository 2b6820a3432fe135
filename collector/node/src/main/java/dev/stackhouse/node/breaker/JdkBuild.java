package dev.stackhouse.node.breaker;

import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Names the build of a JDK: vendor and version by its file {@code release}, and the size of its libjvm. */
public final class JdkBuild {
    private static final int LARGEST_RELEASE_BYTES = 64 << 10;

    private JdkBuild() {}

    public static String of(ProcFs proc, JvmProcess jvm) {
        Path libjvm = proc.process(jvm.processId())
                .resolve("root")
                .resolve(jvm.libjvm().substring(1));
        Map<String, String> release = release(libjvm);
        String version =
                release.getOrDefault("JAVA_RUNTIME_VERSION", release.getOrDefault("JAVA_VERSION", "unknown version"));
        return release.getOrDefault("IMPLEMENTOR", "unknown vendor") + " " + version + " (libjvm of " + size(libjvm)
                + " bytes)";
    }

    /** It is in the JDK's home, two or three directories above lib/server. */
    private static Map<String, String> release(Path libjvm) {
        Map<String, String> release = new TreeMap<>();
        Path directory = libjvm.getParent();
        for (int up = 0; up < 5 && directory != null; up++, directory = directory.getParent()) {
            Path file = directory.resolve("release");
            try {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < LARGEST_RELEASE_BYTES) {
                    for (String line : Files.readAllLines(file)) {
                        int equals = line.indexOf('=');
                        if (equals > 0) {
                            release.put(
                                    line.substring(0, equals),
                                    line.substring(equals + 1).replace("\"", ""));
                        }
                    }
                    return release;
                }
            } catch (IOException | RuntimeException e) {
                return release;
            }
        }
        return release;
    }

    private static long size(Path libjvm) {
        try {
            return Files.size(libjvm);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
