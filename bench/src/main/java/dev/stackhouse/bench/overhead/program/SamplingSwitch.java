package dev.stackhouse.bench.overhead.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import one.profiler.AsyncProfiler;

/**
 * An agent by which whoever measures a program starts and stops async-profiler in it. It connects to the port that is its argument on this
 * machine and answers every line from there with one: "start ..." is async-profiler's command and answered with "started", "stop" with how many
 * samples there were.
 */
public final class SamplingSwitch {
    private SamplingSwitch() {}

    public static void premain(String port) {
        Thread thread = new Thread(() -> answer(Integer.parseInt(port)), "sampling-switch");
        thread.setDaemon(true);
        thread.start();
    }

    private static void answer(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                PrintStream out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.US_ASCII)) {
            socket.setTcpNoDelay(true);
            AsyncProfiler profiler = AsyncProfiler.getInstance();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer(profiler, line));
            }
        } catch (IOException e) {
            // Whoever measures has ended, and sees as much by itself.
        }
    }

    private static String answer(AsyncProfiler profiler, String line) {
        try {
            if (line.equals("stop")) {
                profiler.stop();
                return Long.toString(profiler.getSamples());
            }
            profiler.execute(line);
            return "started";
        } catch (IOException | RuntimeException e) {
            return e.toString();
        }
    }
}
