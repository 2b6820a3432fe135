package dev.stackhouse.bench.fleet;

import java.util.Map;
import java.util.TreeMap;

/** One start of one JVM of the fleet, and its labels. */
public record FleetInstance(String id, Map<String, String> labels) {
    private static final int ZONES = 3;
    private static final int FIRST_VERSION = 40;
    /** An instance is replaced this long after the one before it: deploys roll. */
    private static final long ROLL_MILLIS = 60_000;

    /**
     * The instance of a service that runs at a moment.
     *
     * @param number of the instance, from 0
     * @param deployMillis how long a version lives
     */
    static FleetInstance at(String service, int number, long millis, long deployMillis) {
        long version = FIRST_VERSION + Math.floorDiv(millis - number * ROLL_MILLIS, deployMillis) % 1_000;
        String id = String.format("%016x", Mix.of(service.hashCode(), version * 100_000 + number));
        return new FleetInstance(
                id,
                new TreeMap<>(Map.of(
                        "version", Long.toString(version),
                        "zone", "zone-" + number % ZONES,
                        "host", service + "-" + number + ".example")));
    }
}
