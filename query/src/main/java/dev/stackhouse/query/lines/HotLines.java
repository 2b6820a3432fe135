package dev.stackhouse.query.lines;

import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dearest lines of a method. */
public final class HotLines {
    private HotLines() {}

    /** Dearest first, by self and then by total. A line counts once per stack. */
    public static List<LineTotal> of(StackTotals totals, String method, int limit) {
        IdentityHashMap<FrameRow, Boolean> isOfMethod = new IdentityHashMap<>();
        Map<Integer, long[]> weights = new HashMap<>();
        for (StackTotal stack : totals.stacks()) {
            List<FrameRow> frames = stack.frames();
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < frames.size(); i++) {
                FrameRow frame = frames.get(i);
                if (isOfMethod.computeIfAbsent(frame, f -> Method.of(f).name().equals(method))) {
                    long[] weight = weights.computeIfAbsent(frame.line(), line -> new long[2]);
                    if (seen.add(frame.line())) {
                        weight[1] += stack.value();
                    }
                    if (i == frames.size() - 1) {
                        weight[0] += stack.value();
                    }
                }
            }
        }
        return weights.entrySet().stream()
                .map(entry -> new LineTotal(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
                .sorted(Comparator.comparingLong(LineTotal::self)
                        .thenComparingLong(LineTotal::total)
                        .reversed()
                        .thenComparingInt(LineTotal::line))
                .limit(limit)
                .toList();
    }
}
