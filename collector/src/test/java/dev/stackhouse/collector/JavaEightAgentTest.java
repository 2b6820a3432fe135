package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The agent's jar, read as a JVM of Java 8 reads it. */
class JavaEightAgentTest {
    /** The class file format of Java 8 (JVM specification, table 4.1-A). */
    private static final int JAVA_8 = 52;

    private final List<String> newer = new ArrayList<>();
    private int classes;

    @Test
    void holdsNoClassThatIsTooNewForJava8() throws IOException {
        try (InputStream jar = Files.newInputStream(ProfiledProgram.agentJar())) {
            read(new ZipInputStream(jar));
        }

        assertThat(newer).isEmpty();
        assertThat(classes).as("classes of the agent and of all it uses").isGreaterThan(1_000);
    }

    @Test
    void isNoLargerThanTwelveMegabytes() throws IOException {
        assertThat(Files.size(ProfiledProgram.agentJar())).isLessThan(12_000_000);
    }

    /** The JVM keeps it in the application's heap for as long as it runs. */
    @Test
    void hasADirectoryOfFewEntries() throws IOException {
        try (ZipFile jar = new ZipFile(ProfiledProgram.agentJar().toFile())) {
            assertThat(jar.size()).isLessThan(30);
        }
    }

    private void read(ZipInputStream entries) throws IOException {
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (entry.getName().endsWith(".jar")) {
                read(new ZipInputStream(entries));
            } else if (entry.getName().endsWith(".class")) {
                classes++;
                DataInputStream header = new DataInputStream(entries);
                header.readInt(); // The magic number.
                header.readUnsignedShort(); // The minor version.
                if (header.readUnsignedShort() > JAVA_8) {
                    newer.add(entry.getName());
                }
            }
        }
    }
}
