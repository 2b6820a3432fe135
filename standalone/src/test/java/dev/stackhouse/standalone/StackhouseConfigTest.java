package dev.stackhouse.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackhouseConfigTest {
    @TempDir
    Path directory;

    @Test
    void namesEveryFaultAtOnce() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> new StackhouseConfig(directory, file, -1, 65_536))
                .hasMessageContaining("--port -1")
                .hasMessageContaining("--kafka-port 65536")
                .hasMessageContaining("--data-dir " + file);
    }

    @Test
    void refusesOnePortForTwoThings() {
        assertThatThrownBy(() -> new StackhouseConfig(directory, directory, 8700, 8700))
                .hasMessage("--port and --kafka-port are both 8700.");
        assertThatThrownBy(() -> new StackhouseConfig(directory, directory, 8700, 9092, 9092))
                .hasMessage("--kafka-port and --metrics-port are both 9092.");
    }
}
