package dev.stackhouse.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.standalone.client.CommandException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void belongsToOneAtATime() {
        DataDirectory first = DataDirectory.take(directory);

        assertThatThrownBy(() -> DataDirectory.take(directory))
                .isInstanceOf(CommandException.class)
                .hasMessage("The data directory " + directory
                        + " is in use by another stackhouse; stop that one, or choose another with --data-dir.");

        first.close();
        assertThatCode(() -> DataDirectory.take(directory).close()).doesNotThrowAnyException();
    }

    @Test
    void aBusyPortIsOneSentence() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.requireFree(busy.getLocalPort(), "--port"))
                    .isInstanceOf(CommandException.class)
                    .hasMessage(
                            "Port " + busy.getLocalPort()
                                    + " is in use; stop what listens there, or choose another with --port (0 takes a free one).");
        }
    }
}
