package dev.stackhouse.storage.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of the schema's files for one server or for a cluster. On a cluster each table is a local, replicated one with
 * a distributed table of the plain name over it, so that what reads and writes need not know.
 */
record SchemaText(String cluster) {
    private static final Pattern ENGINE = Pattern.compile("@engine\\((\\w+)(?:, (\\w+))?\\)");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+)@local");

    /** Where the rows of a table belong. A service lies on one shard, so that no question has to join shards. */
    private static final Map<String, String> SHARDING = Map.of(
            "frames",
            "frame_id",
            "retention",
            "0",
            "ageing",
            "0",
            "leases",
            "0",
            "route_places",
            "0",
            "schema_migrations",
            "0");

    /** Statements end with a semicolon at the end of a line. */
    List<String> statements(String resource) {
        List<String> statements = new ArrayList<>();
        for (String statement : read(resource).split(";\\s*\n", -1)) {
            if (!statement.isBlank()) {
                statements.addAll(expand(statement));
            }
        }
        return statements;
    }

    /** The statement for this layout and, on a cluster, the distributed table over the table that it makes. */
    List<String> expand(String statement) {
        boolean one = cluster.isEmpty();
        Matcher engine = ENGINE.matcher(statement);
        String expanded = engine.replaceAll(match -> {
                    String version = match.group(2) == null ? "" : match.group(2);
                    return Matcher.quoteReplacement(
                            one
                                    ? match.group(1) + "(" + version + ")"
                                    : "Replicated" + match.group(1)
                                            + "('/clickhouse/tables/{shard}/{database}/{table}', '{replica}'"
                                            + (version.isEmpty() ? "" : ", " + version) + ")");
                })
                .replace("@local", one ? "" : "_local")
                .replace("@on_cluster", one ? "" : " ON CLUSTER '" + cluster + "'")
                .replace("@dedup", (one ? "non_replicated" : "replicated") + "_deduplication_window = 10000");
        Matcher table = TABLE.matcher(statement);
        if (one || !table.find()) {
            return List.of(expanded);
        }
        String name = table.group(1);
        return List.of(
                expanded,
                "CREATE TABLE IF NOT EXISTS " + name + " ON CLUSTER '" + cluster + "' AS " + name
                        + "_local ENGINE = Distributed('" + cluster + "', currentDatabase(), '" + name + "_local', "
                        + SHARDING.getOrDefault(name, "cityHash64(service)") + ")");
    }

    private static String read(String resource) {
        try (InputStream in = SchemaText.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
