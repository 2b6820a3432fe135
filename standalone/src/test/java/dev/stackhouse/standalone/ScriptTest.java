package dev.stackhouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stackhouse script says when the machine lacks something: one sentence, and status 1. */
class ScriptTest {
    private static final Path ROOT = StackhouseConfig.rootOfThisProcess();

    @TempDir
    Path directory;

    @Test
    void anOldJdkIsRefused() throws Exception {
        assertThat(run(jdk("1.8.0_402")))
                .containsExactly("stackhouse: JDK 17 or newer is needed, but " + directory
                        + "/bin/java is 1.8.0_402; set JAVA_HOME to a newer one.");
        assertThat(run(jdk("16.0.2")))
                .containsExactly("stackhouse: JDK 17 or newer is needed, but " + directory
                        + "/bin/java is 16.0.2; set JAVA_HOME to a newer one.");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        assertThat(run(directory.resolve("none")))
                .containsExactly("stackhouse: JAVA_HOME is " + directory
                        + "/none, which has no bin/java; set it to a JDK 17 or newer.");
    }

    private Path jdk(String version) throws Exception {
        Path java = directory.resolve("bin/java");
        Files.createDirectories(directory.resolve("bin"));
        Files.writeString(java, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return directory;
    }

    private static List<String> run(Path javaHome) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(ROOT.resolve("stackhouse").toString(), "demo");
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process script = builder.redirectErrorStream(true).start();
        try {
            List<String> said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(script.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(script.exitValue()).isEqualTo(1);
            return said;
        } finally {
            script.destroyForcibly();
        }
    }
}
