package dev.stackhouse.storage.read;

import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The frames of stacks by the stacks' identities. An identity is a hash of the content, so what was read once stays true and is
 * kept in bounded memory: a query only reads the stacks that no recent query has read. Thread-safe.
 */
final class StackDictionary {
    /** A stack that the tables lack keeps its weight under this name. */
    static final List<FrameRow> UNKNOWN_STACK = List.of(new FrameRow("", "[unknown stack]", 0, 0));

    static final FrameRow UNKNOWN_FRAME = new FrameRow("", "[unknown frame]", 0, 0);
    /** References to frames: about 32 MB. */
    private static final long MAX_FRAME_REFERENCES = 8_000_000;

    private static final long MAX_FRAMES = 200_000;
    /** Identities in one statement: about 400 KB of text. */
    private static final int IDS_A_STATEMENT = 10_000;

    private final StoreClient client;
    private final LeastRecentlyUsed<StackId, List<FrameRow>> stacks =
            new LeastRecentlyUsed<>(MAX_FRAME_REFERENCES, List::size);
    private final LeastRecentlyUsed<Long, FrameRow> frames = new LeastRecentlyUsed<>(MAX_FRAMES, frame -> 1);

    StackDictionary(StoreClient client) {
        this.client = client;
    }

    /** The frames of every given stack, root first; equal frames are usually the same object. */
    Map<StackId, List<FrameRow>> stacks(String service, Collection<StackId> ids) {
        Map<StackId, List<FrameRow>> found = new HashMap<>();
        List<StackId> missing = new ArrayList<>();
        for (StackId id : ids) {
            List<FrameRow> known = stacks.get(id);
            if (known == null) {
                missing.add(id);
            } else {
                found.put(id, known);
            }
        }
        for (int from = 0; from < missing.size(); from += IDS_A_STATEMENT) {
            read(service, missing.subList(from, Math.min(missing.size(), from + IDS_A_STATEMENT)), found);
        }
        return found;
    }

    private void read(String service, List<StackId> ids, Map<StackId, List<FrameRow>> found) {
        Map<StackId, long[]> frameIdsByStack = new HashMap<>();
        client.query(
                "SELECT reinterpretAsInt64(bitShiftRight(stack_id, 64)), reinterpretAsInt64(stack_id),"
                        + " arrayMap(f -> reinterpretAsInt64(f), frame_ids) FROM stacks"
                        + " WHERE service = {service:String} AND stack_id IN ("
                        + ids.stream().map(StackId::literal).collect(Collectors.joining(",")) + ") LIMIT 1 BY stack_id",
                Map.of("service", service),
                row -> frameIdsByStack.put(new StackId(row.getLong(1), row.getLong(2)), row.getLongArray(3)));
        Map<Long, FrameRow> known = frames(frameIdsByStack.values());
        for (StackId id : ids) {
            long[] frameIds = frameIdsByStack.get(id);
            if (frameIds == null || frameIds.length == 0) {
                // Not remembered: it may still come.
                found.put(id, UNKNOWN_STACK);
                continue;
            }
            List<FrameRow> stack = new ArrayList<>(frameIds.length);
            boolean whole = true;
            for (long frameId : frameIds) {
                FrameRow frame = known.get(frameId);
                whole &= frame != null;
                stack.add(Objects.requireNonNullElse(frame, UNKNOWN_FRAME));
            }
            found.put(id, List.copyOf(stack));
            if (whole) {
                stacks.put(id, List.copyOf(stack));
            }
        }
    }

    /** The frames of the identities in the arrays; those that the tables lack are absent. */
    private Map<Long, FrameRow> frames(Collection<long[]> arrays) {
        Map<Long, FrameRow> found = new HashMap<>();
        Set<Long> missing = new HashSet<>();
        for (long[] ids : arrays) {
            for (long id : ids) {
                FrameRow known = found.containsKey(id) ? null : frames.get(id);
                if (known != null) {
                    found.put(id, known);
                } else if (!found.containsKey(id)) {
                    missing.add(id);
                }
            }
        }
        List<Long> ids = List.copyOf(missing);
        for (int from = 0; from < ids.size(); from += IDS_A_STATEMENT) {
            readFrames(ids.subList(from, Math.min(ids.size(), from + IDS_A_STATEMENT)), found);
        }
        return found;
    }

    private void readFrames(List<Long> ids, Map<Long, FrameRow> found) {
        client.query(
                "SELECT reinterpretAsInt64(frame_id), any(class_name), any(method_name), toInt32(any(line)),"
                        + " toInt32(any(type)) FROM frames WHERE frame_id IN ("
                        + ids.stream().map(Long::toUnsignedString).collect(Collectors.joining(","))
                        + ") GROUP BY frame_id",
                Map.of(),
                row -> {
                    FrameRow frame =
                            new FrameRow(row.getString(2), row.getString(3), row.getInteger(4), row.getInteger(5));
                    found.put(row.getLong(1), frame);
                    frames.put(row.getLong(1), frame);
                });
    }
}
