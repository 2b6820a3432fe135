package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is sampled for a while, how often, and by whose will. Immutable. */
public final class SamplingPlan {
    /** Of recordings that do not say. */
    public static final SamplingPlan UNKNOWN = of(Rates.NONE);

    private final Rates rates;
    private final Map<EventType, Integer> slowed;
    private final String policy;

    /**
     * @param rates as they are, with what was slowed
     * @param slowed by which factor the CPU budget made an event's interval longer; not there where it did not
     * @param policy identifier of the policy that was asked, or empty
     */
    public SamplingPlan(Rates rates, Map<EventType, Integer> slowed, String policy) {
        this.rates = rates;
        this.slowed = new EnumMap<>(EventType.class);
        this.slowed.putAll(slowed);
        this.policy = policy;
    }

    /** The instance's own settings. */
    public static SamplingPlan of(Rates rates) {
        return new SamplingPlan(rates, Collections.emptyMap(), "");
    }

    public Rates rates() {
        return rates;
    }

    /** By which factor the CPU budget made an event's interval longer; not there where it did not. */
    public Map<EventType, Integer> slowed() {
        return Collections.unmodifiableMap(slowed);
    }

    public String policy() {
        return policy;
    }

    /** The same with another interval for an event, as {@link Rates#with}. */
    SamplingPlan with(EventType event, long interval) {
        return new SamplingPlan(rates.with(event, interval), slowed, policy);
    }

    /** Whether there is nothing to sample. */
    boolean isIdle() {
        return rates.equals(Rates.NONE);
    }

    /** What a batch says of it. */
    public List<EventRate> eventRates() {
        List<EventRate> messages = new ArrayList<>();
        rates.intervals()
                .forEach((event, interval) -> messages.add(EventRate.newBuilder()
                        .setEvent(event)
                        .setInterval(interval)
                        .setSlowed(slowed.getOrDefault(event, 0))
                        .build()));
        return messages;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SamplingPlan
                && ((SamplingPlan) other).rates.equals(rates)
                && ((SamplingPlan) other).slowed.equals(slowed)
                && ((SamplingPlan) other).policy.equals(policy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rates, slowed, policy);
    }

    @Override
    public String toString() {
        return rates + " slowed " + slowed + " by '" + policy + "'";
    }
}
