package dev.stackhouse.storage.read;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The frames of stacks, looked up by their identities. Not thread-safe; one per query. */
final class FrameDictionary {
    private static final FrameRow UNKNOWN_FRAME = new FrameRow("", "[unknown frame]", 0, 0);
    /** A stack that the dictionary lacks keeps its weight under this name. */
    static final List<FrameRow> UNKNOWN_STACK = List.of(new FrameRow("", "[unknown stack]", 0, 0));

    private final Map<Long, FrameRow> frames = new HashMap<>();

    /** Reads the frames that the given statement, with one column of identities named frame_id, selects. */
    void load(StoreClient client, String frameIds, Map<String, Object> parameters) {
        client.query(
                "SELECT reinterpretAsInt64(frame_id), any(class_name), any(method_name), toInt32(any(line)),"
                        + " toInt32(any(type)) FROM frames WHERE frame_id IN (" + frameIds + ") GROUP BY frame_id",
                parameters,
                row -> frames.put(
                        row.getLong(1),
                        new FrameRow(row.getString(2), row.getString(3), row.getInteger(4), row.getInteger(5))));
    }

    /** The frames of an array of identities in a row's column. */
    List<FrameRow> frames(ClickHouseBinaryFormatReader row, int column) {
        long[] ids = row.getLongArray(column);
        if (ids.length == 0) {
            return UNKNOWN_STACK;
        }
        List<FrameRow> found = new ArrayList<>(ids.length);
        for (long id : ids) {
            found.add(frames.getOrDefault(id, UNKNOWN_FRAME));
        }
        return found;
    }
}
