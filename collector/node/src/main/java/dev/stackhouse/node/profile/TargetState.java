package dev.stackhouse.node.profile;

import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.node.breaker.Pair;
import dev.stackhouse.node.decide.OwnSettings;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a profiled JVM, as it outlives the daemon.
 *
 * @param processId of the JVM
 * @param startTicks of the JVM; with bootId they name one process for good
 * @param settings its own
 * @param pair of JDK build and the options that it is profiled with now
 * @param pairSinceMillis since the Unix epoch, from when on what becomes of the JVM may come of those options
 * @param directory private, in the JVM's own mount namespace
 * @param sharesMounts whether that namespace is the daemon's: then the directory is reached after the JVM's end, too
 * @param socket at which the JVM listens because of the daemon; empty where somebody else made it listen
 * @param recording in the directory
 * @param ended the recording before it, as long as its end is not in batches that are on disk
 * @param policyEndsMillis since the Unix epoch; 0 where no policy is in force
 * @param nextSequence number of the next batch
 * @param idle whether it is not profiled any more; its library stays where it is, as it cannot be loaded from elsewhere again
 */
record TargetState(
        long processId,
        long startTicks,
        String bootId,
        InstanceIdentity identity,
        OwnSettings settings,
        Pair pair,
        long pairSinceMillis,
        String directory,
        boolean sharesMounts,
        String socket,
        RecordingState recording,
        @Nullable RecordingState ended,
        long policyEndsMillis,
        long nextSequence,
        boolean idle) {
    /** The same when all that was read until now is in batches. */
    TargetState reached(
            RecordingState newRecording, String newSocket, long newPolicyEndsMillis, long sequence, boolean isIdle) {
        return new TargetState(
                processId,
                startTicks,
                bootId,
                identity,
                settings,
                pair,
                pairSinceMillis,
                directory,
                sharesMounts,
                newSocket,
                newRecording,
                null,
                newPolicyEndsMillis,
                sequence,
                isIdle);
    }

    /**
     * The same when another recording begins, before anything of the one before it is in batches.
     *
     * @param countedBefore by async-profiler, at the end of the one before
     */
    TargetState begun(RecordingState newRecording, Pair newPair, long newPolicyEndsMillis, long countedBefore) {
        // One that never became more than a name is not worth keeping.
        RecordingState unpublished =
                ended != null || recording.name().isEmpty() ? ended : recording.endedAt(countedBefore);
        return new TargetState(
                processId,
                startTicks,
                bootId,
                identity,
                settings,
                newPair,
                newPair.equals(pair) ? pairSinceMillis : newRecording.startedMillis(),
                directory,
                sharesMounts,
                socket,
                newRecording,
                unpublished,
                newPolicyEndsMillis,
                nextSequence,
                false);
    }

    Properties toProperties() {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(processId));
        properties.setProperty("startTicks", Long.toString(startTicks));
        properties.setProperty("bootId", bootId);
        properties.setProperty("service", identity.service());
        properties.setProperty("instance", identity.instanceId());
        identity.labels().forEach((name, value) -> properties.setProperty("label." + name, value));
        settings.rates()
                .intervals()
                .forEach((event, interval) -> properties.setProperty("rate." + event.name(), Long.toString(interval)));
        properties.setProperty("cpuBudget", Double.toString(settings.cpuBudget()));
        properties.setProperty("obeysPolicies", Boolean.toString(settings.obeysPolicies()));
        properties.setProperty("jdk", pair.jdk());
        properties.setProperty("options", pair.options());
        properties.setProperty("pairSinceMillis", Long.toString(pairSinceMillis));
        properties.setProperty("directory", directory);
        properties.setProperty("sharesMounts", Boolean.toString(sharesMounts));
        properties.setProperty("socket", socket);
        recording.addTo(properties, "recording.");
        if (ended != null) {
            ended.addTo(properties, "ended.");
        }
        properties.setProperty("policyEndsMillis", Long.toString(policyEndsMillis));
        properties.setProperty("nextSequence", Long.toString(nextSequence));
        properties.setProperty("idle", Boolean.toString(idle));
        return properties;
    }

    /** Throws IllegalArgumentException if something is missing. */
    static TargetState of(Properties all) {
        KnownProperties properties = new KnownProperties(all);
        return new TargetState(
                properties.number("pid"),
                properties.number("startTicks"),
                properties.text("bootId"),
                new InstanceIdentity(
                        properties.text("service"),
                        properties.text("instance"),
                        new TreeMap<>(properties.below("label."))),
                new OwnSettings(
                        RecordingState.rates(properties, "rate."),
                        Double.parseDouble(properties.text("cpuBudget")),
                        properties.flag("obeysPolicies")),
                new Pair(properties.text("jdk"), properties.text("options")),
                properties.number("pairSinceMillis"),
                properties.text("directory"),
                properties.flag("sharesMounts"),
                properties.text("socket"),
                RecordingState.of(properties, "recording."),
                properties.has("ended.name") ? RecordingState.of(properties, "ended.") : null,
                properties.number("policyEndsMillis"),
                properties.number("nextSequence"),
                properties.flag("idle"));
    }

    /** Samples that were counted and will never be read. */
    long unread() {
        long unread =
                Math.max(0, recording.session().counted() - recording.session().accounted());
        return ended == null
                ? unread
                : unread
                        + Math.max(
                                0, ended.session().counted() - ended.session().accounted());
    }

    /** Whether another decision would make it the same. */
    boolean isAs(String service, Map<String, String> labels, OwnSettings others) {
        return identity.service().equals(service) && identity.labels().equals(labels) && settings.equals(others);
    }
}
