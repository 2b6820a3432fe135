package dev.stackhouse.bench.chaos;

import dev.stackhouse.bench.chaos.Product.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** ClickHouse away for as long as one likes while a fleet goes on: what the streamer holds meanwhile, and how long it takes to catch up. */
public final class OutageRun {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SIMULATED = 20;
    private static final Duration BEFORE = Duration.ofSeconds(60);

    /**
     * What was found out.
     *
     * @param batchesMeanwhile that the fleet made while ClickHouse was away
     * @param restarts of the job meanwhile
     * @param catchingUp from the end of the outage until everything made before was in the books; starting ClickHouse is part of it
     */
    public record Result(
            Duration outage,
            long batchesMeanwhile,
            long restarts,
            long residentBytesBefore,
            long residentBytesMeanwhile,
            long residentBytesAfter,
            long heapBytesBefore,
            long heapBytesMeanwhile,
            long heapBytesAfter,
            Duration catchingUp,
            ChaosResult books) {}

    private final Path directory;
    private final Duration outage;

    /** A run that has not begun, in an empty directory. */
    public OutageRun(Path directory, Duration outage) {
        this.directory = directory;
        this.outage = outage;
    }

    /** Runs it. */
    public Result run() throws IOException, InterruptedException {
        Product product = new Product(directory.resolve("data"), directory.resolve("product.log"), Map.of());
        try (product;
                SimulatedFleet fleet = new SimulatedFleet(product.bootstrapServers(), SIMULATED, new Random(1))) {
            product.start();
            Bookkeeper bookkeeper = new Bookkeeper(product.queryAddress());
            await(bookkeeper, 0);
            fleet.start();
            try (StreamerMemory memory = new StreamerMemory(product)) {
                TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis());
                await(bookkeeper, 1);
                StreamerMemory.Greatest before = memory.take();
                long batchesBefore = fleet.batches();
                product.keepDown(Role.ENGINE, outage);
                long batches = fleet.batches();
                StreamerMemory.Greatest meanwhile = memory.take();
                long endNanos = System.nanoTime();
                await(bookkeeper, fleet.samplesTaken());
                Duration catchingUp = Duration.ofNanos(System.nanoTime() - endNanos);
                fleet.finish(PATIENCE);
                await(bookkeeper, fleet.samplesTaken());
                StreamerMemory.Greatest after = memory.take();
                bookkeeper.check(bookkeeper.all(), fleet.made());
                bookkeeper.checkWeights(fleet.made());
                return new Result(
                        outage,
                        batches - batchesBefore,
                        meanwhile.restarts(),
                        before.residentBytes(),
                        meanwhile.residentBytes(),
                        after.residentBytes(),
                        before.heapBytes(),
                        meanwhile.heapBytes(),
                        after.heapBytes(),
                        catchingUp,
                        bookkeeper.result(1, new TreeMap<>(), List.of(), SIMULATED, fleet.batches(), catchingUp));
            }
        }
    }

    private static void await(Bookkeeper bookkeeper, long samples) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (bookkeeper.simulatedTaken() < samples) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("the books do not come to " + samples + " samples; see product.log");
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }
}
