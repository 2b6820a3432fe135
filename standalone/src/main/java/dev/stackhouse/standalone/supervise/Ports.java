package dev.stackhouse.standalone.supervise;

import dev.stackhouse.standalone.client.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Loopback ports, looked at before anything is started that needs them. */
public final class Ports {
    private Ports() {}

    /**
     * Makes sure that a port can be listened on.
     *
     * @param port 0 is always free
     * @param option names it in the message
     * @throws CommandException in one sentence if it is in use
     */
    public static void requireFree(int port, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CommandException(
                    "Port " + port + " is in use; stop what listens there, or choose another with " + option
                            + " (0 takes a free one).",
                    e);
        }
    }
}
