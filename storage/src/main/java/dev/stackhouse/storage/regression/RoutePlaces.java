package dev.stackhouse.storage.regression;

import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Up to where each route has told of the changes of incidents. Thread-safe. */
public final class RoutePlaces {
    private static final List<String> COLUMNS = List.of("route", "changed", "id", "revision");

    private final StoreClient client;

    RoutePlaces(StoreClient client) {
        this.client = client;
    }

    /** The place of a route, or null if it has none yet. */
    public @Nullable ChangeCursor find(String route) {
        List<ChangeCursor> found = new ArrayList<>();
        client.query(
                "SELECT toUnixTimestamp64Milli(changed), id, toInt32(revision) FROM route_places"
                        + " WHERE route = {route:String} ORDER BY stored DESC, changed DESC, id DESC, revision DESC LIMIT 1",
                Map.of("route", route),
                row -> found.add(new ChangeCursor(row.getLong(1), row.getString(2), row.getInteger(3))));
        return found.isEmpty() ? null : found.get(0);
    }

    /** Stores the place of a route. */
    public void save(String route, ChangeCursor place) {
        Row row = new Row()
                .string(route)
                .uint64(place.changedMillis())
                .string(place.id())
                .uint32(place.revision());
        client.insert("route_places", COLUMNS, row.packed(), "route-" + UUID.randomUUID());
    }
}
