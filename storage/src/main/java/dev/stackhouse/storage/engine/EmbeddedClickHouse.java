package dev.stackhouse.storage.engine;

import dev.stackhouse.storage.StoreAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A ClickHouse engine in a child process of its own that ends with this one. Thread-safe. */
public final class EmbeddedClickHouse implements AutoCloseable {
    private static final String DATABASE = "stackhouse";
    private static final int KEPT_LINES = 40;

    private final FileChannel lock;
    private final Process process;
    private final StoreAddress address;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile boolean answers;

    private EmbeddedClickHouse(FileChannel lock, Process process, StoreAddress address) {
        this.lock = lock;
        this.process = process;
        this.address = address;
    }

    /**
     * Starts the engine and returns once it answers; fetches its library first if that is missing.
     *
     * @param directory where the data lives; locked by one engine at a time
     * @param port 0 takes a free one
     * @throws EngineException in one sentence that says what to do
     */
    public static EmbeddedClickHouse start(Path directory, int port, Duration patience) {
        Path library = EngineLibrary.locate();
        FileChannel lock = lock(directory);
        try {
            int chosen = claimable(port);
            EngineFiles files = EngineFiles.prepare(directory);
            Process process = launch(library, files, chosen);
            StoreAddress address = new StoreAddress(
                    URI.create("http://127.0.0.1:" + chosen), DATABASE, EngineFiles.USER, files.password());
            EmbeddedClickHouse engine = new EmbeddedClickHouse(lock, process, address);
            engine.read("out", process.inputReader(StandardCharsets.UTF_8));
            engine.read("err", process.errorReader(StandardCharsets.UTF_8));
            engine.awaitReady(patience);
            return engine;
        } catch (IOException | RuntimeException e) {
            release(lock);
            throw e instanceof RuntimeException r
                    ? r
                    : new EngineException("The ClickHouse engine could not be started: " + e.getMessage(), e);
        }
    }

    private static Process launch(Path library, EngineFiles files, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EngineMain.class.getName(),
                library.toString(),
                files.data().toString(),
                files.config().toString(),
                Integer.toString(port));
        Path jsig = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
        if (Files.exists(jsig)) {
            builder.environment().put("LD_PRELOAD", jsig.toString());
        }
        return builder.start();
    }

    private static FileChannel lock(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EngineException(directory
                        + " is in use by another ClickHouse engine; stop that one or choose another data directory.");
            }
            return channel;
        } catch (IOException e) {
            throw new EngineException("The data directory " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static int claimable(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EngineException(
                    "Port " + port + " is in use; stop what listens there or choose another for ClickHouse.", e);
        }
    }

    private void read(String stream, BufferedReader reader) {
        Thread thread = new Thread(
                () -> {
                    try (reader) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            take(line);
                        }
                    } catch (IOException e) {
                        take("(" + e.getMessage() + ")");
                    } finally {
                        ready.countDown();
                    }
                },
                "clickhouse-" + stream);
        thread.setDaemon(true);
        thread.start();
    }

    private void take(String line) {
        if (line.startsWith("READY")) {
            answers = true;
            ready.countDown();
            return;
        }
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > KEPT_LINES) {
                lastLines.removeFirst();
            }
        }
    }

    private void awaitReady(Duration patience) {
        try {
            if (!ready.await(patience.toMillis(), TimeUnit.MILLISECONDS) || !answers) {
                process.destroyForcibly();
                throw new EngineException("The ClickHouse engine did not start; it said: " + lastLines());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EngineException("Interrupted while the ClickHouse engine started.", e);
        }
    }

    /** The last lines that the engine logged. */
    public List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    /** Address with the product's own user. */
    public StoreAddress address() {
        return address;
    }

    /** Process id of the engine. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the engine at once, as a crash would. */
    public void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
        release(lock);
    }

    /** Stops the engine in order; returns once it is gone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            take("(" + e.getMessage() + ")");
        }
        if (!await(Duration.ofSeconds(15))) {
            process.destroyForcibly();
            await(Duration.ofSeconds(5));
        }
        release(lock);
    }

    private boolean await(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new EngineException("The lock of the data directory could not be released: " + e.getMessage(), e);
        }
    }
}
