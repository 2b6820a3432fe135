package dev.stackhouse.storage.regression;

import dev.stackhouse.storage.client.StoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The looks at what has shifted without a new version that were done. Thread-safe. */
public final class ShiftLooks {
    private static final List<String> COLUMNS = List.of(
            "service",
            "event",
            "due",
            "verdict",
            "regressions",
            "other_findings",
            "suspects",
            "detectable",
            "remark",
            "took_millis");

    private final StoreClient client;

    ShiftLooks(StoreClient client) {
        this.client = client;
    }

    /** Remembers that a look is done; the first to say so is believed. */
    public void done(ShiftLookRow look) {
        ShiftLookKey key = look.key();
        Row row = new Row()
                .string(key.service())
                .string(key.event())
                .uint32(key.dueMillis() / 1000)
                .string(look.verdict().text())
                .uint32(look.regressions())
                .uint32(look.otherFindings())
                .uint32(look.suspects())
                .float64(look.detectable())
                .string(look.remark())
                .uint32(look.tookMillis());
        client.insert("shift_looks", COLUMNS, row.packed(), "shift-look-" + key);
    }

    /** The newest look that is done of each service and event, of those that were due since a moment. */
    public List<ShiftLookKey> newestSince(long sinceMillis) {
        List<ShiftLookKey> newest = new ArrayList<>();
        client.query(
                "SELECT toString(service) AS name, toString(event) AS kind, toInt64(toUnixTimestamp(max(due)))"
                        + " FROM shift_looks WHERE due >= fromUnixTimestamp({since:Int64}) GROUP BY name, kind",
                Map.of("since", sinceMillis / 1000),
                row -> newest.add(new ShiftLookKey(row.getString(1), row.getString(2), row.getLong(3) * 1000)));
        return newest;
    }
}
