package dev.stackhouse.storage.regression;

/**
 * An incident as it is after a change.
 *
 * @param id of one unit in one deploy
 * @param revision number of the change, from 1
 * @param changedMillis when the change was stored, by the clock of the store, since the Unix epoch; 0 before it is stored
 * @param fingerprint of service, event and unit, whatever the deploy
 * @param firstFoundMillis when it was found first
 * @param content all of it, as JSON
 */
public record IncidentRow(
        String service,
        String id,
        int revision,
        long changedMillis,
        String fingerprint,
        String event,
        String versionBefore,
        String versionAfter,
        String classification,
        String state,
        String method,
        long firstFoundMillis,
        String content) {}
