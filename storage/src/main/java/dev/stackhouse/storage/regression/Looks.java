package dev.stackhouse.storage.regression;

import dev.stackhouse.storage.client.StoreClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The looks that were done. Thread-safe. */
public final class Looks {
    private static final List<String> COLUMNS = List.of(
            "service",
            "version_after",
            "version_before",
            "event",
            "look",
            "due",
            "verdict",
            "regressions",
            "other_findings",
            "instances_before",
            "samples_before",
            "instances_after",
            "samples_after",
            "detectable",
            "remark",
            "took_millis");

    private final StoreClient client;

    Looks(StoreClient client) {
        this.client = client;
    }

    /** Remembers that a look is done; the first to say so is believed. */
    public void done(LookRow look) {
        LookKey key = look.key();
        Row row = new Row()
                .string(key.service())
                .string(key.versionAfter())
                .string(key.versionBefore())
                .string(key.event())
                .uint8(key.look())
                .uint32(look.dueMillis() / 1000)
                .string(look.verdict().text())
                .uint32(look.regressions())
                .uint32(look.otherFindings())
                .uint32(look.instancesBefore())
                .uint64(look.samplesBefore())
                .uint32(look.instancesAfter())
                .uint64(look.samplesAfter())
                .float64(look.detectable())
                .string(look.remark())
                .uint32(look.tookMillis());
        client.insert("looks", COLUMNS, row.packed(), "look-" + key);
    }

    /** The looks that were due since a moment and are done. */
    public Set<LookKey> doneSince(long sinceMillis) {
        Set<LookKey> done = new HashSet<>();
        client.query(
                "SELECT DISTINCT toString(service), version_before, version_after, toString(event), toInt32(look)"
                        + " FROM looks WHERE due >= fromUnixTimestamp({since:Int64})",
                Map.of("since", sinceMillis / 1000),
                row -> done.add(new LookKey(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getInteger(5))));
        return done;
    }
}
