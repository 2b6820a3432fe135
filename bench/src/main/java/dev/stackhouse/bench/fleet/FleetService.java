package dev.stackhouse.bench.fleet;

import java.util.List;

/** A service of the fleet: what its instances sample in a window, the same each time it is asked. Thread-safe. */
public interface FleetService {
    String name();

    /** Names of the events that its instances sample. */
    List<String> events();

    /**
     * Puts the samples of a window in place of what was there.
     *
     * @param instance number of the instance, from 0
     * @param windowMillis start of the 10 s window, since the Unix epoch
     */
    void sample(String event, int instance, long windowMillis, WindowSamples into);

    /** The frames of a stack, root first. */
    List<SyntheticFrame> stack(int stack);
}
