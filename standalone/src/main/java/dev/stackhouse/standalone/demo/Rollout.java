package dev.stackhouse.standalone.demo;

import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.up.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The demo service on several instances, and a newer version of it that is rolled out beside the older one. The newer one holds
 * every line of a cart against a hundred times as many coupons, or is the same. Single-threaded.
 */
final class Rollout implements AutoCloseable {
    /** What becomes dearer. */
    static final String PLANTED = "dev.stackhouse.demo.pricing.CouponBook.bestPercent";

    static final int INSTANCES = 3;

    /** The older version runs this long before the newer one comes. */
    private static final Duration BEFORE = Duration.ofSeconds(45);

    private final Path root;
    private final String olderVersion;
    private final String newerVersion;
    private final boolean dearer;
    private final List<DemoService> instances = new ArrayList<>();

    /**
     * @param now names the versions: those of another run on the same data are others
     * @param dearer whether the newer version is
     */
    Rollout(Path root, LocalDateTime now, boolean dearer) {
        String release = DateTimeFormatter.ofPattern("MMdd.HHmmss").format(now);
        this.root = root;
        this.olderVersion = release + ".1";
        this.newerVersion = release + ".2";
        this.dearer = dearer;
    }

    String olderVersion() {
        return olderVersion;
    }

    String newerVersion() {
        return newerVersion;
    }

    /**
     * Starts the older version, waits, and starts the newer one beside it.
     *
     * @return whether the stop signal came first
     */
    boolean run(Stackhouse stackhouse, StopSignal signal, Consumer<String> say) {
        say.accept(INSTANCES + " instances of " + DemoService.NAME + ", version " + olderVersion + ".");
        start(stackhouse, DemoRelease.ofRollout(olderVersion, false));
        if (signal.await(BEFORE)) {
            return true;
        }
        say.accept(INSTANCES + " more instances, version " + newerVersion
                + (dearer ? ": " + PLANTED + " is dearer in it." : ", which is the same code."));
        start(stackhouse, DemoRelease.ofRollout(newerVersion, dearer));
        return false;
    }

    private void start(Stackhouse stackhouse, DemoRelease release) {
        int first = instances.size();
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(DemoService.start(root, stackhouse.bootstrapServers(), release));
        }
        instances.subList(first, instances.size()).forEach(DemoService::putLoadOn);
    }

    /** The last words of one that ended by itself; empty while all run. */
    String lastWords() {
        return instances.stream()
                .filter(instance -> !instance.isAlive())
                .findFirst()
                .map(DemoService::lastWords)
                .orElse("");
    }

    @Override
    public void close() {
        instances.forEach(DemoService::close);
    }
}
