package dev.stackhouse.query.regression;

import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.regression.Leases;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether this server is the one that does something: a lease that is taken again when half of it is over. For one thread. */
public final class Leadership {
    /** The lease of the one that looks at deploys. */
    static final String LOOKS = "regressions";

    static final Duration TERM = Duration.ofSeconds(90);

    private final Leases leases;
    private final String name;
    private final String holder;
    private final LongSupplier nanos;
    private boolean held;
    private long takenNanos;

    /**
     * @param name of the lease
     * @param holder who this is; unlike any other, also than the same server before it was started again
     * @param nanos tells time as {@link System#nanoTime()}
     */
    public Leadership(Leases leases, String name, String holder, LongSupplier nanos) {
        this.leases = leases;
        this.name = name;
        this.holder = holder;
        this.nanos = nanos;
    }

    /** Whether it is this server, at least for a while from now on. */
    public boolean have() {
        long now = nanos.getAsLong();
        if (held && now - takenNanos < TERM.toNanos() / 2) {
            return true;
        }
        held = false; // also if the store does not answer
        if (leases.take(name, holder, TERM)) {
            held = true;
            takenNanos = now; // before the store was asked: the term ends here before it ends there
        }
        return held;
    }

    /** Lets others go on at once. */
    public void release() {
        if (held) {
            held = false;
            try {
                leases.release(name, holder);
            } catch (StorageException e) {
                // It ends by itself.
            }
        }
    }
}
