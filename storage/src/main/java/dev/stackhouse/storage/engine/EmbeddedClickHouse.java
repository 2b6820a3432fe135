package dev.stackhouse.storage.engine;

import dev.stackhouse.process.ChildProcess;
import dev.stackhouse.process.ChildProcessException;
import dev.stackhouse.storage.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ClickHouse engine in a child process of its own that ends with this one. Thread-safe. */
public final class EmbeddedClickHouse implements AutoCloseable {
    private static final String DATABASE = "stackhouse";

    private final FileChannel lock;
    private final ChildProcess process;
    private final StoreAddress address;

    private final StoreAddress analyst;

    private EmbeddedClickHouse(FileChannel lock, ChildProcess process, URI uri, EngineFiles files) {
        this.lock = lock;
        this.process = process;
        this.address = new StoreAddress(uri, DATABASE, EngineFiles.USER, files.password());
        this.analyst = new StoreAddress(uri, DATABASE, EngineFiles.ANALYST, files.analystPassword());
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
            ChildProcess process = launch(library, files, chosen);
            process.awaitReady(patience);
            return new EmbeddedClickHouse(lock, process, URI.create("http://127.0.0.1:" + chosen), files);
        } catch (ChildProcessException e) {
            release(lock);
            throw new EngineException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            release(lock);
            throw new EngineException("The ClickHouse engine could not be started: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static ChildProcess launch(Path library, EngineFiles files, int port) {
        Path jsig = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
        return ChildProcess.start(
                "ClickHouse",
                ChildProcess.javaCommand(
                        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        System.getProperty("java.class.path"),
                        EngineMain.class.getName(),
                        List.of(
                                library.toString(),
                                files.data().toString(),
                                files.config().toString(),
                                Integer.toString(port))),
                Files.exists(jsig) ? Map.of("LD_PRELOAD", jsig.toString()) : Map.of());
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

    /** The last lines that the engine logged. */
    public List<String> lastLines() {
        return process.lastErrorLines();
    }

    /** Address with the product's own user. */
    public StoreAddress address() {
        return address;
    }

    /** Address with the user who may only read. */
    public StoreAddress analyst() {
        return analyst;
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
        process.kill();
        release(lock);
    }

    /** Stops the engine in order; returns once it is gone. */
    @Override
    public void close() {
        process.close();
        release(lock);
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new EngineException("The lock of the data directory could not be released: " + e.getMessage(), e);
        }
    }
}
