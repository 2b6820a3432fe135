package dev.stackhouse.query.server;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.read.StoreSize;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of the store's tables as gauges, read when somebody wants to know and at most every 15 s. While the store does not answer
 * they stay what they were. Thread-safe.
 */
final class StoreSizes implements MeterBinder {
    private static final long PERIOD_MILLIS = 15_000;

    private final ProfileReader reader;
    private final Clock clock;
    private final Executor executor;
    private volatile @Nullable StoreSize size;
    private @Nullable MultiGauge rows;
    private @Nullable MultiGauge bytes;
    private @Nullable MultiGauge parts;
    private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
    private long nextMillis = Long.MIN_VALUE;

    /**
     * @param executor may block
     */
    StoreSizes(ProfileReader reader, Clock clock, Executor executor) {
        this.reader = reader;
        this.clock = clock;
        this.executor = executor;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        rows = MultiGauge.builder("stackhouse.store.rows").register(registry);
        bytes = MultiGauge.builder("stackhouse.store.disk.bytes").register(registry);
        parts = MultiGauge.builder("stackhouse.store.partition.parts").register(registry);
        Gauge.builder("stackhouse.store.free.bytes", this, StoreSizes::freeBytes)
                .register(registry);
        Gauge.builder("stackhouse.store.failed.writes", this, StoreSizes::failedWrites)
                .register(registry);
    }

    private double failedWrites() {
        StoreSize known = size;
        return known == null ? Double.NaN : known.failedWrites();
    }

    private double freeBytes() {
        StoreSize known = size;
        return known == null ? Double.NaN : known.freeBytes();
    }

    /** Reads them again if they are too old and nobody is at it; done when they are as new as they will be. */
    synchronized CompletableFuture<Void> refresh() {
        long nowMillis = clock.millis();
        if (reading.isDone() && nowMillis >= nextMillis) {
            nextMillis = nowMillis + PERIOD_MILLIS;
            reading = CompletableFuture.runAsync(this::read, executor);
        }
        return reading.copy();
    }

    private void read() {
        try {
            show(reader.size());
        } catch (StorageException e) {
            // Whether the store answers is another figure, and the log's business.
        }
    }

    private synchronized void show(StoreSize read) {
        size = read;
        register(rows, read, StoreSize.TableSize::rows);
        register(bytes, read, StoreSize.TableSize::bytes);
        register(parts, read, StoreSize.TableSize::mostParts);
    }

    private static void register(
            @Nullable MultiGauge gauge, StoreSize size, ToLongFunction<StoreSize.TableSize> figure) {
        if (gauge != null) {
            gauge.register(
                    size.tables().stream()
                            .map(table -> MultiGauge.Row.of(Tags.of("table", table.table()), figure.applyAsLong(table)))
                            .toList(),
                    true);
        }
    }
}
