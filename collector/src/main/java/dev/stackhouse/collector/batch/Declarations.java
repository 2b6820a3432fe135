package dev.stackhouse.collector.batch;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.facts.Facts;
import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.function.Supplier;

/**
 * What an instance says about itself in its batches: the rates at which it samples in every one, and facts in the first one and
 * again after an hour, as a batch may be lost and a store keeps what it hears of. Not thread-safe.
 */
public final class Declarations {
    /** Of an instance that says nothing. */
    public static final Declarations NONE = new Declarations(Rates.NONE, Facts::new);

    private static final long HOUR_MILLIS = 3_600_000;

    private final Rates rates;
    private final Supplier<Facts> facts;
    private boolean told;
    private long toldMillis;

    /**
     * @param facts asked for whenever they are told
     */
    public Declarations(Rates rates, Supplier<Facts> facts) {
        this.rates = rates;
        this.facts = facts;
    }

    /** Adds what is due to a batch without samples yet. */
    void addTo(StackBatch.Builder header) {
        if (header.getRatesCount() == 0 && header.getPolicy().isEmpty()) {
            rates.intervals()
                    .forEach((event, interval) -> header.addRates(
                            EventRate.newBuilder().setEvent(event).setInterval(interval)));
        }
        if (isDue(header.getEndUnixMillis())) {
            facts.get()
                    .byName()
                    .forEach((name, value) ->
                            header.addFacts(Label.newBuilder().setName(name).setValue(value)));
        }
    }

    /** A batch that ends then was made; what it tells is not told again for an hour. */
    void made(long endMillis) {
        if (isDue(endMillis)) {
            told = true;
            toldMillis = endMillis;
        }
    }

    /** Also when the clock was put back. */
    private boolean isDue(long endMillis) {
        return !told || endMillis - toldMillis >= HOUR_MILLIS || endMillis < toldMillis;
    }
}
