package dev.stackhouse.collector;

import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.budget.BudgetKeeper;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.policy.PolicyBoard;
import dev.stackhouse.collector.sampling.RecordedSample;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.collector.sampling.SamplingPlan;
import dev.stackhouse.policy.Policies;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.Policy;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is sampled next: what the settings say, but for what the policy in force says, and of that what the CPU budget allows. Not
 * thread-safe.
 */
public final class RateControl {
    /** As long as a policy holds without its topic; then it cannot be known whether somebody took it back. */
    private static final long LONGEST_HOLD_MILLIS = 5 * 60_000;

    private final Rates own;
    private final InstanceIdentity identity;
    private final @Nullable PolicyBoard policies;
    private final @Nullable BudgetKeeper budget;
    private final Clock clock;
    private SamplingPlan current;
    private long policyEndsMillis;
    private long heldUntilMillis;

    /**
     * @param own the instance's settings
     * @param identity of the instance
     * @param policies null for none
     * @param budget null for none
     */
    public RateControl(
            Rates own,
            InstanceIdentity identity,
            @Nullable PolicyBoard policies,
            @Nullable BudgetKeeper budget,
            Clock clock) {
        this.own = own;
        this.identity = identity;
        this.policies = policies;
        this.budget = budget;
        this.clock = clock;
        this.current = SamplingPlan.of(own);
    }

    /**
     * Goes on with what another process decided last. Its policy, if there was one, holds until the topic was read, but for no longer than
     * it lasts, nor than any does whose topic cannot be read.
     *
     * @param policyEnds what {@link #policyEndsMillis} told
     */
    public void goOnWith(SamplingPlan plan, long policyEnds) {
        current = plan;
        policyEndsMillis = policyEnds;
        heldUntilMillis = Math.min(policyEnds, clock.millis() + LONGEST_HOLD_MILLIS);
        if (budget != null) {
            budget.goOnFrom(plan.slowed());
        }
    }

    /** When the policy ends that is in force, since the Unix epoch; 0 where none is. */
    public long policyEndsMillis() {
        return policyEndsMillis;
    }

    /** Counts what an interval gave. */
    public void sampled(Recording recording) {
        if (budget != null) {
            List<RecordedSample> samples = recording.samples();
            for (RecordedSample sample : samples) {
                budget.count(sample.event(), sample.count());
            }
        }
    }

    /** Ends an interval; returns what is sampled in the next one. Where that cannot be decided, it is what it was. */
    public SamplingPlan next() {
        try {
            current = decided();
        } catch (RuntimeException | Error e) {
            Notices.say("rates", "the rates stay as they are: ", e);
        }
        return current;
    }

    private SamplingPlan decided() {
        long nowMillis = clock.millis();
        if (policies != null && nowMillis < heldUntilMillis && !policies.wasRead()) {
            return current;
        }
        Policy policy = policies == null ? null : policies.inForce(identity, nowMillis, System.nanoTime());
        policyEndsMillis = policy == null ? 0 : policy.getExpiresUnixMillis();
        Rates asked = policy == null ? own : by(policy, own);
        String id = policy == null ? "" : policy.getId();
        if (budget == null) {
            return new SamplingPlan(asked, Collections.emptyMap(), id);
        }
        budget.endInterval(asked);
        return new SamplingPlan(budget.affordable(asked), budget.slowed(), id);
    }

    /** What a policy asks of an instance with these settings. */
    static Rates by(Policy policy, Rates own) {
        Rates asked = own;
        for (EventSetting setting : policy.getEventsList()) {
            asked = asked.with(setting.getEvent(), Policies.interval(setting));
        }
        if (asked.isOn(EventType.EVENT_TYPE_LIVE)
                && !asked.isOn(EventType.EVENT_TYPE_ALLOC)
                && !own.isOn(EventType.EVENT_TYPE_ALLOC)) {
            // It asks for live objects of a JVM whose allocations are not sampled, which they are some of.
            asked = asked.with(EventType.EVENT_TYPE_ALLOC, Rates.DEFAULT_ALLOC_BYTES);
        }
        return asked.withLiveAsAlloc();
    }
}
