package dev.stackhouse.storage.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Hosts the ClickHouse engine in a JVM that does nothing else, because the engine owns its process: stopping it may take
 * the process with it. Arguments: library, data directory, configuration file, port. Prints {@code READY} once the
 * engine answers and ends when standard input closes: that is the file which the engine's own statement reads to its end.
 */
public final class EngineMain {
    private EngineMain() {}

    /** The part of libchdb's C interface that is needed. */
    interface Chdb extends Library {
        void chdb_set_signal_handlers_enabled(int enabled);

        Pointer chdb_query_cmdline(int argc, String[] argv);
    }

    public static void main(String[] args) {
        Chdb chdb = Native.load(args[0], Chdb.class);
        // HotSpot needs its own handler of SIGSEGV; the engine's would end the JVM at the first safepoint poll.
        chdb.chdb_set_signal_handlers_enabled(0);
        int port = Integer.parseInt(args[3]);
        Thread announcer = new Thread(() -> announce(port), "announcer");
        announcer.setDaemon(true);
        announcer.start();
        String[] argv = {
            "clickhouse",
            "--path=" + Path.of(args[1]).toAbsolutePath(),
            "--config-file=" + args[2],
            "--http_port=" + port,
            "--listen_host=127.0.0.1",
            "--query=SYSTEM START LISTEN HTTP; SELECT count() FROM file('/dev/fd/0', 'LineAsString') FORMAT Null"
        };
        chdb.chdb_query_cmdline(argv.length, argv);
        // Not exit(): the engine has ended, and its destructors must not run a second time.
        Runtime.getRuntime().halt(0);
    }

    private static void announce(int port) {
        try {
            while (!answers(port)) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            System.out.println("READY port=" + port);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answers(int port) {
        try {
            URL ping = URI.create("http://127.0.0.1:" + port + "/ping").toURL();
            HttpURLConnection connection = (HttpURLConnection) ping.openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
