package dev.stackhouse.query.compare;

import dev.stackhouse.regression.HourlySamples;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.read.ProfileReader;

/** Reads what a service did hour by hour, over all of its versions and instances. Thread-safe; blocks. */
public final class ServiceHistory {
    private final ProfileReader reader;

    public ServiceHistory(ProfileReader reader) {
        this.reader = reader;
    }

    /**
     * Reads some hours.
     *
     * @param fromHour the first, in hours since the Unix epoch
     * @throws StorageException if the store cannot tell
     */
    public HourlySamples read(String service, String event, long fromHour, int hours) {
        HourlySamples samples = new HourlySamples(fromHour, hours);
        MethodNames names = new MethodNames();
        reader.hourly(
                service,
                event,
                fromHour,
                hours,
                stack -> samples.add(names.of(stack.frames()), stack.hours(), stack.samples()));
        return samples;
    }
}
