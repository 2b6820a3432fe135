package dev.stackhouse.storage.regression;

import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The incidents, with each of their changes. Thread-safe. */
public final class Incidents {
    /** A change takes less from its stamp to where others see it; it is told of once it is older. */
    private static final long SETTLED_MILLIS = 1_500;

    private static final List<String> COLUMNS = List.of(
            "service",
            "id",
            "revision",
            "writer",
            "fingerprint",
            "event",
            "version_before",
            "version_after",
            "classification",
            "state",
            "method",
            "first_found",
            "content");

    private static final String SELECT =
            "SELECT toString(service), id, toInt32(revision), toUnixTimestamp64Milli(changed),"
                    + " fingerprint, toString(event), version_before, version_after, toString(classification), toString(state), method,"
                    + " toInt64(toUnixTimestamp(first_found)), content FROM incidents ";

    /** Two rows of one revision are the same change: the store may take one twice, long after it forgot the first. */
    private static final String ONE = " LIMIT 1 BY service, id, revision";

    private static final String NEWEST = " ORDER BY service, id, revision DESC, changed LIMIT 1 BY service, id";

    private final StoreClient client;

    Incidents(StoreClient client) {
        this.client = client;
    }

    /**
     * Stores a change, unless somebody else has stored one of the same revision before; returns whether it is stored.
     *
     * @param change whose revision is one more than that of the change on which it builds
     */
    public boolean append(IncidentRow change) {
        String writer = UUID.randomUUID().toString();
        Row row = new Row()
                .string(change.service())
                .string(change.id())
                .uint32(change.revision())
                .string(writer)
                .string(change.fingerprint())
                .string(change.event())
                .string(change.versionBefore())
                .string(change.versionAfter())
                .string(change.classification())
                .string(change.state())
                .string(change.method())
                .uint32(change.firstFoundMillis() / 1000)
                .string(change.content());
        // The store takes no second row with the token of the first.
        client.insert("incidents", COLUMNS, row.packed(), "incident-" + change.id() + "-" + change.revision());
        List<String> writers = new ArrayList<>();
        client.query(
                "SELECT writer FROM incidents WHERE service = {service:String} AND id = {id:String}"
                        + " AND revision = {revision:Int32} ORDER BY changed, writer LIMIT 1",
                Map.of("service", change.service(), "id", change.id(), "revision", change.revision()),
                found -> writers.add(found.getString(1)));
        return writers.contains(writer);
    }

    /** An incident as it is now, or null if there is none. */
    public @Nullable IncidentRow find(String id) {
        List<IncidentRow> found = read("WHERE id = {id:String}" + NEWEST, Map.of("id", id));
        return found.isEmpty() ? null : found.get(0);
    }

    /** Every change of an incident, oldest first. */
    public List<IncidentRow> history(String id) {
        return read("WHERE id = {id:String} ORDER BY revision, changed" + ONE, Map.of("id", id));
    }

    /** The incidents of one deploy as they are now. */
    public List<IncidentRow> ofDeploy(String service, String event, String versionBefore, String versionAfter) {
        return read(
                "WHERE service = {service:String} AND event = {event:String} AND version_before = {before:String}"
                        + " AND version_after = {after:String}" + NEWEST,
                Map.of("service", service, "event", event, "before", versionBefore, "after", versionAfter));
    }

    /** The incidents of a service that have no second version, as they are now, if they changed since a moment. */
    public List<IncidentRow> ofShifts(String service, String event, long sinceMillis) {
        return read(
                "WHERE service = {service:String} AND event = {event:String} AND version_before = version_after"
                        + " AND changed >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')" + NEWEST,
                Map.of("service", service, "event", event, "since", sinceMillis));
    }

    /** Those of all services that are in one of some states now. */
    public List<IncidentRow> shiftsInStates(List<String> states) {
        return read(
                "WHERE (service, id, revision) IN (SELECT service, id, max(revision) FROM incidents"
                        + " WHERE version_before = version_after GROUP BY service, id)"
                        + " AND has(splitByChar(',', {states:String}), toString(state)) ORDER BY changed, id" + ONE,
                Map.of("states", String.join(",", states)));
    }

    /** The incidents of a service, of whatever deploy, that are in a state now. */
    public List<IncidentRow> inState(String service, String state) {
        return matching(new IncidentQuery(service, List.of(state), List.of(), 0, Long.MAX_VALUE / 2));
    }

    /** Incidents as they are now; those that changed last come first. */
    public List<IncidentRow> matching(IncidentQuery query) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("service", query.service());
        parameters.put("states", String.join(",", query.states()));
        parameters.put("classifications", String.join(",", query.classifications()));
        parameters.put("from", query.fromMillis());
        parameters.put("to", query.toMillis());
        return read(
                "WHERE (service, id, revision) IN (SELECT service, id, max(revision) FROM incidents"
                        + " WHERE ({service:String} = '' OR service = {service:String}) GROUP BY service, id)"
                        + " AND ({service:String} = '' OR service = {service:String})"
                        + " AND ({states:String} = '' OR has(splitByChar(',', {states:String}), toString(state)))"
                        + " AND ({classifications:String} = ''"
                        + " OR has(splitByChar(',', {classifications:String}), toString(classification)))"
                        + " AND toUnixTimestamp64Milli(changed) >= {from:Int64}"
                        + " AND toUnixTimestamp64Milli(changed) < {to:Int64}"
                        + " ORDER BY changed DESC, id" + ONE,
                parameters);
    }

    /** The incidents in one of some states whose newer version was not seen since a moment. */
    public List<IncidentRow> withoutVersionSince(List<String> states, long sinceMillis) {
        return read(
                "WHERE (service, id, revision) IN (SELECT service, id, max(revision) FROM incidents GROUP BY service, id)"
                        + " AND has(splitByChar(',', {states:String}), toString(state)) AND (service, version_after) NOT IN (SELECT service, version"
                        + " FROM versions GROUP BY service, version"
                        + " HAVING max(last_seen) >= fromUnixTimestamp({since:Int64}))"
                        + " ORDER BY changed, id" + ONE,
                Map.of("states", String.join(",", states), "since", sinceMillis / 1000));
    }

    /** How many incidents there are by their state now. */
    public Map<String, Long> countByState() {
        Map<String, Long> counts = new HashMap<>();
        client.query(
                "SELECT newest, toInt64(count()) FROM (SELECT argMax(toString(state), revision) AS newest FROM incidents"
                        + " GROUP BY service, id) GROUP BY newest",
                Map.of(),
                row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    /** The place behind every change until now. */
    public ChangeCursor now() {
        List<Long> now = new ArrayList<>();
        client.query("SELECT toUnixTimestamp64Milli(now64(3))", Map.of(), row -> now.add(row.getLong(1)));
        return ChangeCursor.before(now.get(0));
    }

    /**
     * The changes after a place, in their order; the newest of all are held back for a moment, so that none is missed that was
     * stamped earlier and seen later.
     */
    public List<IncidentRow> changesAfter(ChangeCursor cursor, String service, int atMost) {
        return read(
                "WHERE changed >= fromUnixTimestamp64Milli({at:Int64}, 'UTC')"
                        + " AND changed <= now64(3) - INTERVAL " + SETTLED_MILLIS + " MILLISECOND"
                        + " AND (toUnixTimestamp64Milli(changed), id, toInt32(revision)) > ({at:Int64}, {id:String}, {revision:Int32})"
                        + " AND ({service:String} = '' OR service = {service:String})"
                        + " ORDER BY changed, id, revision" + ONE + " LIMIT {most:Int32}",
                Map.of(
                        "at",
                        cursor.changedMillis(),
                        "id",
                        cursor.id(),
                        "revision",
                        cursor.revision(),
                        "service",
                        service,
                        "most",
                        atMost));
    }

    private List<IncidentRow> read(String clauses, Map<String, Object> parameters) {
        List<IncidentRow> rows = new ArrayList<>();
        client.query(
                SELECT + clauses,
                parameters,
                row -> rows.add(new IncidentRow(
                        row.getString(1),
                        row.getString(2),
                        row.getInteger(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10),
                        row.getString(11),
                        row.getLong(12) * 1000,
                        row.getString(13))));
        return rows;
    }
}
