package dev.stackhouse.node.profile;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.sampling.SamplingPlan;
import dev.stackhouse.collector.sampling.SessionState;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/**
 * One recording in a JVM's directory, how far it was read, and by which plan it is to be read.
 *
 * @param name of the file; empty while nothing is sampled
 * @param startedMillis since the Unix epoch
 */
record RecordingState(String name, long startedMillis, SamplingPlan plan, SessionState session) {
    private static final String RATE = "rate.";
    private static final String SLOWED = "slowed.";

    /** What async-profiler had counted when its session ended. */
    RecordingState endedAt(long counted) {
        return new RecordingState(
                name,
                startedMillis,
                plan,
                new SessionState(
                        session.readBytes(),
                        Math.max(counted, session.counted()),
                        session.accounted(),
                        session.surelyAccounted(),
                        session.declaredLost(),
                        session.isUncertain(),
                        session.missing()));
    }

    void addTo(Properties properties, String prefix) {
        properties.setProperty(prefix + "name", name);
        properties.setProperty(prefix + "startedMillis", Long.toString(startedMillis));
        plan.rates()
                .intervals()
                .forEach((event, interval) ->
                        properties.setProperty(prefix + RATE + event.name(), Long.toString(interval)));
        plan.slowed()
                .forEach((event, factor) ->
                        properties.setProperty(prefix + SLOWED + event.name(), Integer.toString(factor)));
        properties.setProperty(prefix + "policy", plan.policy());
        properties.setProperty(prefix + "readBytes", Long.toString(session.readBytes()));
        properties.setProperty(prefix + "counted", Long.toString(session.counted()));
        properties.setProperty(prefix + "accounted", Long.toString(session.accounted()));
        properties.setProperty(prefix + "surelyAccounted", Long.toString(session.surelyAccounted()));
        properties.setProperty(prefix + "declaredLost", Long.toString(session.declaredLost()));
        properties.setProperty(prefix + "uncertain", Boolean.toString(session.isUncertain()));
        properties.setProperty(prefix + "missing", Long.toString(session.missing()));
    }

    /** Throws IllegalArgumentException if something is missing. */
    static RecordingState of(KnownProperties properties, String prefix) {
        Map<EventType, Integer> slowed = new EnumMap<>(EventType.class);
        properties
                .below(prefix + SLOWED)
                .forEach((event, factor) -> slowed.put(EventType.valueOf(event), Integer.valueOf(factor)));
        return new RecordingState(
                properties.text(prefix + "name"),
                properties.number(prefix + "startedMillis"),
                new SamplingPlan(rates(properties, prefix + RATE), slowed, properties.text(prefix + "policy")),
                new SessionState(
                        properties.number(prefix + "readBytes"),
                        properties.number(prefix + "counted"),
                        properties.number(prefix + "accounted"),
                        properties.number(prefix + "surelyAccounted"),
                        properties.number(prefix + "declaredLost"),
                        properties.flag(prefix + "uncertain"),
                        properties.number(prefix + "missing")));
    }

    static Rates rates(KnownProperties properties, String prefix) {
        Rates rates = Rates.NONE;
        for (Map.Entry<String, String> rate : properties.below(prefix).entrySet()) {
            rates = rates.with(EventType.valueOf(rate.getKey()), Long.parseLong(rate.getValue()));
        }
        return rates;
    }
}
