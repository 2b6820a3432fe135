package dev.stackhouse.node.profile;

import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.sampling.SessionState;
import dev.stackhouse.node.breaker.Pair;
import dev.stackhouse.proto.batch.v1.EventType;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a profiled JVM, as it outlives the daemon.
 *
 * @param processId of the JVM
 * @param startTicks of the JVM; with bootId they name one process for good
 * @param attachedMillis since the Unix epoch
 * @param directory private, in the JVM's own mount namespace
 * @param sharesMounts whether that namespace is the daemon's: then the directory is reached after the JVM's end, too
 * @param recording file in it, or empty while nothing is sampled
 * @param session how far that was read
 * @param nextSequence number of the next batch
 * @param idle whether it is not profiled any more; its library stays where it is, as it cannot be loaded from elsewhere again
 */
record TargetState(
        long processId,
        long startTicks,
        String bootId,
        InstanceIdentity identity,
        Rates rates,
        Pair pair,
        long attachedMillis,
        String directory,
        boolean sharesMounts,
        String recording,
        long recordingStartedMillis,
        SessionState session,
        long nextSequence,
        boolean idle) {
    /** The same further on. */
    TargetState with(String newRecording, long startedMillis, SessionState newSession, long sequence, boolean isIdle) {
        return new TargetState(
                processId,
                startTicks,
                bootId,
                identity,
                rates,
                pair,
                attachedMillis,
                directory,
                sharesMounts,
                newRecording,
                startedMillis,
                newSession,
                sequence,
                isIdle);
    }

    Properties toProperties() {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(processId));
        properties.setProperty("startTicks", Long.toString(startTicks));
        properties.setProperty("bootId", bootId);
        properties.setProperty("service", identity.service());
        properties.setProperty("instance", identity.instanceId());
        identity.labels().forEach((name, value) -> properties.setProperty("label." + name, value));
        rates.intervals()
                .forEach((event, interval) -> properties.setProperty("rate." + event.name(), Long.toString(interval)));
        properties.setProperty("jdk", pair.jdk());
        properties.setProperty("options", pair.options());
        properties.setProperty("attachedMillis", Long.toString(attachedMillis));
        properties.setProperty("directory", directory);
        properties.setProperty("sharesMounts", Boolean.toString(sharesMounts));
        properties.setProperty("recording", recording);
        properties.setProperty("recordingStartedMillis", Long.toString(recordingStartedMillis));
        properties.setProperty("readBytes", Long.toString(session.readBytes()));
        properties.setProperty("counted", Long.toString(session.counted()));
        properties.setProperty("accounted", Long.toString(session.accounted()));
        properties.setProperty("surelyAccounted", Long.toString(session.surelyAccounted()));
        properties.setProperty("declaredLost", Long.toString(session.declaredLost()));
        properties.setProperty("uncertain", Boolean.toString(session.isUncertain()));
        properties.setProperty("missing", Long.toString(session.missing()));
        properties.setProperty("nextSequence", Long.toString(nextSequence));
        properties.setProperty("idle", Boolean.toString(idle));
        return properties;
    }

    /** Throws IllegalArgumentException if something is missing. */
    static TargetState of(Properties properties) {
        SortedMap<String, String> labels = new TreeMap<>();
        Rates rates = Rates.NONE;
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("label.")) {
                labels.put(name.substring("label.".length()), text(properties, name));
            } else if (name.startsWith("rate.")) {
                rates = rates.with(EventType.valueOf(name.substring("rate.".length())), number(properties, name));
            }
        }
        return new TargetState(
                number(properties, "pid"),
                number(properties, "startTicks"),
                text(properties, "bootId"),
                new InstanceIdentity(text(properties, "service"), text(properties, "instance"), labels),
                rates,
                new Pair(text(properties, "jdk"), text(properties, "options")),
                number(properties, "attachedMillis"),
                text(properties, "directory"),
                Boolean.parseBoolean(text(properties, "sharesMounts")),
                text(properties, "recording"),
                number(properties, "recordingStartedMillis"),
                new SessionState(
                        number(properties, "readBytes"),
                        number(properties, "counted"),
                        number(properties, "accounted"),
                        number(properties, "surelyAccounted"),
                        number(properties, "declaredLost"),
                        Boolean.parseBoolean(text(properties, "uncertain")),
                        number(properties, "missing")),
                number(properties, "nextSequence"),
                Boolean.parseBoolean(text(properties, "idle")));
    }

    private static String text(Properties properties, String name) {
        String text = properties.getProperty(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    private static long number(Properties properties, String name) {
        return Long.parseLong(text(properties, name));
    }

    /** Whether another decision would make it the same. */
    boolean isAs(String service, Map<String, String> labels, Rates others) {
        return identity.service().equals(service) && identity.labels().equals(labels) && rates.equals(others);
    }
}
