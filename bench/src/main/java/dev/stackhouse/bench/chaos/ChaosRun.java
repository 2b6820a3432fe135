package dev.stackhouse.bench.chaos;

import dev.stackhouse.process.fault.BoundedDisk;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.standalone.client.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The whole product on this machine, a live fleet of simulated and of profiled JVMs, and one fault after the other at random
 * moments; in the end the books. Every kind of fault strikes at least once if there are as many as kinds.
 */
public final class ChaosRun {
    private static final int PROGRAMS = 3;
    private static final int DISK_MEGABYTES = 1_024;

    /** With it a job gives up and starts again while ClickHouse is away, instead of only waiting. */
    private static final Map<String, String> IMPATIENT = Map.of("STACKHOUSE_COMMIT_PATIENCE", "1s");

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path directory;
    private final long seed;
    private final int faults;
    private final int simulated;
    private final int longestPauseMillis;

    /**
     * A run that has not begun.
     *
     * @param directory empty; holds data and logs
     * @param longestPauseMillis between two faults; half of it on average
     */
    public ChaosRun(Path directory, long seed, int faults, int simulated, int longestPauseMillis) {
        this.directory = directory;
        this.seed = seed;
        this.faults = faults;
        this.simulated = simulated;
        this.longestPauseMillis = longestPauseMillis;
    }

    /** How many kinds of faults there are. */
    public static int kinds() {
        return Fault.values().length;
    }

    /**
     * Runs it.
     *
     * @throws IllegalStateException if the product does not come back at all
     */
    public ChaosResult run() throws IOException, InterruptedException {
        Random random = new Random(seed);
        try (BoundedDisk disk = BoundedDisk.create(directory.resolve("disk"), DISK_MEGABYTES)) {
            return run(disk, random);
        }
    }

    private ChaosResult run(BoundedDisk disk, Random random) throws IOException, InterruptedException {
        Product product = new Product(disk.path().resolve("data"), directory.resolve("product.log"), IMPATIENT);
        try (product;
                SecondQueryServer second = new SecondQueryServer(product, Product.freePort());
                SimulatedFleet fleet = new SimulatedFleet(product.bootstrapServers(), simulated, new Random(seed + 1));
                ProfiledPrograms programs = new ProfiledPrograms(
                        disk.path().resolve("spool"),
                        directory.resolve("programs.log"),
                        product.bootstrapServers(),
                        new Random(seed + 2))) {
            product.start();
            Bookkeeper bookkeeper = new Bookkeeper(product.queryAddress());
            awaitAnswer(product, bookkeeper);
            fleet.start();
            for (int i = 0; i < PROGRAMS; i++) {
                programs.start();
            }
            try (Recoveries recoveries = new Recoveries(bookkeeper)) {
                ChaosParts parts = new ChaosParts(product, second, disk, fleet, programs);
                SortedMap<String, Integer> struck = strike(parts, recoveries, random);
                awaitAnswer(product, bookkeeper);
                fleet.finish(PATIENCE);
                programs.endAll();
                awaitRecovery(recoveries);
                GetLedgerResponse books = awaitSteady(bookkeeper);
                bookkeeper.check(books, fleet.made());
                bookkeeper.checkWeights(fleet.made());
                bookkeeper.checkPresence(programs.expected());
                bookkeeper.checkOverflow(programs.forgotten());
                second.restart();
                // The entries: how long ago an instance ended depends on the moment of the question.
                if (!new Bookkeeper(second.address()).all().getEntriesList().equals(books.getEntriesList())) {
                    bookkeeper.complain("two query servers read different books");
                }
                return bookkeeper.result(
                        seed,
                        struck,
                        impossible(disk).stream().map(Fault::name).toList(),
                        fleet.size() + programs.started(),
                        fleet.batches(),
                        recoveries.longest());
            }
        }
    }

    private SortedMap<String, Integer> strike(ChaosParts parts, Recoveries recoveries, Random random)
            throws IOException, InterruptedException {
        SortedMap<String, Integer> struck = new TreeMap<>();
        for (Fault fault : plan(parts.disk(), random)) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(longestPauseMillis));
            System.err.println(fault);
            fault.strike(parts, random);
            recoveries.await(fault, parts.fleet().samplesTaken());
            struck.merge(fault.name(), 1, Integer::sum);
        }
        return struck;
    }

    private List<Fault> plan(BoundedDisk disk, Random random) {
        List<Fault> kinds = new ArrayList<>(List.of(Fault.values()));
        if (!impossible(disk).isEmpty()) {
            System.err.println("no disk can be made full here: only root may mount one");
            kinds.removeAll(impossible(disk));
        }
        List<Fault> plan = new ArrayList<>();
        while (plan.size() < faults) {
            List<Fault> each = new ArrayList<>(kinds);
            Collections.shuffle(each, random);
            plan.addAll(each);
        }
        return plan.subList(0, faults);
    }

    private static List<Fault> impossible(BoundedDisk disk) {
        return disk.isBounded() ? List.of() : List.of(Fault.DISK_FULL);
    }

    private static void awaitAnswer(Product product, Bookkeeper bookkeeper) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (bookkeeper.simulatedTaken() < 0) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("the product does not answer; see product.log");
            }
            product.startAgain();
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static void awaitRecovery(Recoveries recoveries) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!recoveries.isEverythingRecovered() && System.nanoTime() < deadlineNanos) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    /** Returns once nothing has changed for longer than any window stays open. */
    private static GetLedgerResponse awaitSteady(Bookkeeper bookkeeper) throws InterruptedException {
        GetLedgerResponse before = GetLedgerResponse.getDefaultInstance();
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        for (int steady = 0; steady < 20 && System.nanoTime() < deadlineNanos; ) {
            TimeUnit.SECONDS.sleep(1);
            try {
                GetLedgerResponse now = bookkeeper.all();
                steady = now.equals(before) ? steady + 1 : 0;
                before = now;
            } catch (CommandException e) {
                steady = 0;
            }
        }
        return before;
    }
}
