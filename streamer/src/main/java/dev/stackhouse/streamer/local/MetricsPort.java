package dev.stackhouse.streamer.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The loopback port on which the job's figures are. */
final class MetricsPort {
    private MetricsPort() {}

    /**
     * Returns the port if it can be listened on, or a free one for 0. Flink itself would go on without figures.
     *
     * @throws IOException in one sentence if it is in use
     */
    static int choose(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IOException(
                    "STACKHOUSE_METRICS_PORT=" + port + " cannot be listened on: " + e.getMessage() + ".", e);
        }
    }
}
