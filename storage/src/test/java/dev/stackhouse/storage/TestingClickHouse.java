package dev.stackhouse.storage;

import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.schema.Migrations;
import dev.stackhouse.storage.schema.SchemaOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** A real engine with the product's tables for a test, in a temporary directory and on a free port. */
public final class TestingClickHouse implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path directory;
    private EmbeddedClickHouse engine;

    private TestingClickHouse(Path directory, EmbeddedClickHouse engine) {
        this.directory = directory;
        this.engine = engine;
    }

    public static TestingClickHouse start() {
        return start(SchemaOptions.DEFAULT);
    }

    /** One whose tables are made so. */
    public static TestingClickHouse start(SchemaOptions options) {
        try {
            Path directory = Files.createTempDirectory("stackhouse-clickhouse");
            EmbeddedClickHouse engine = EmbeddedClickHouse.start(directory, 0, PATIENCE);
            Migrations.apply(engine.address(), options);
            return new TestingClickHouse(directory, engine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public StoreAddress address() {
        return engine.address();
    }

    /** The address with the user who may only read. */
    public StoreAddress analyst() {
        return engine.analyst();
    }

    public long pid() {
        return engine.pid();
    }

    /** Ends the engine at once; {@link #restart()} brings it back with its data, on the same port. */
    public void kill() {
        engine.kill();
    }

    public void restart() {
        engine = EmbeddedClickHouse.start(directory, engine.address().uri().getPort(), PATIENCE);
    }

    @Override
    public void close() {
        engine.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
