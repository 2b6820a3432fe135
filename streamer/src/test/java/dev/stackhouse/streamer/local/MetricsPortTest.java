package dev.stackhouse.streamer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class MetricsPortTest {
    @Test
    void isAFreeOneForZero() throws IOException {
        assertThat(MetricsPort.choose(0)).isPositive();
    }

    @Test
    void saysWhichVariableNamesAPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> MetricsPort.choose(taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STACKHOUSE_METRICS_PORT=" + taken.getLocalPort());
        }
    }
}
