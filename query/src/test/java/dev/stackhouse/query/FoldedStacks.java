package dev.stackhouse.query;

import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks for tests as folded text: lines {@code com.A.a;com.B.b:12;do_syscall_64_[k] value}. A number after a colon is the
 * line; _[i], _[n], _[k] and _[p] mark inlined, native, kernel and C++ frames, others are JIT-compiled.
 */
public final class FoldedStacks {
    private FoldedStacks() {}

    /** Every stack has a sample per ten of its value, and at least one. */
    public static StackTotals parse(String... lines) {
        Map<String, FrameRow> frames = new HashMap<>();
        List<StackTotal> stacks = new ArrayList<>();
        for (String line : lines) {
            int space = line.lastIndexOf(' ');
            long value = Long.parseLong(line.substring(space + 1));
            List<FrameRow> stack = new ArrayList<>();
            for (String frame : line.substring(0, space).split(";", -1)) {
                stack.add(frames.computeIfAbsent(frame, FoldedStacks::frame));
            }
            stacks.add(new StackTotal(stack, value, Math.max(1, value / 10)));
        }
        return new StackTotals(stacks, 1);
    }

    private static FrameRow frame(String text) {
        int type = 2;
        String name = text;
        if (text.endsWith("]")) {
            type = switch (text.charAt(text.length() - 2)) {
                case 'i' -> 3;
                case 'n' -> 4;
                case 'p' -> 5;
                default -> 6;
            };
            name = text.substring(0, text.length() - 4);
        }
        int colon = name.indexOf(':');
        int line = colon < 0 ? 0 : Integer.parseInt(name.substring(colon + 1));
        name = colon < 0 ? name : name.substring(0, colon);
        int dot = name.lastIndexOf('.');
        return new FrameRow(dot < 0 ? "" : name.substring(0, dot), name.substring(dot + 1), line, type);
    }
}
