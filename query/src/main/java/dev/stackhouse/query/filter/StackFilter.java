package dev.stackhouse.query.filter;

import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Keeps the stacks that a question is about. Each distinct frame is looked at once, however many stacks have it. */
public final class StackFilter {
    private static final int MOST_PATTERNS = 50;
    private static final int THREAD = FrameType.FRAME_TYPE_THREAD_VALUE;
    private static final int LABEL = FrameType.FRAME_TYPE_LABEL_VALUE;

    private final List<Predicate<String>> include;
    private final List<Predicate<String>> exclude;
    private final Predicate<String> thread;
    private final Set<FrameType> leafTypes;
    private final boolean keepsAll;

    private StackFilter(
            List<Predicate<String>> include,
            List<Predicate<String>> exclude,
            Predicate<String> thread,
            Set<FrameType> leafTypes,
            boolean keepsAll) {
        this.include = include;
        this.exclude = exclude;
        this.thread = thread;
        this.leafTypes = leafTypes;
        this.keepsAll = keepsAll;
    }

    /**
     * Reads a filter.
     *
     * @param include frame patterns each of which must occur
     * @param exclude frame patterns none of which may occur
     * @param thread name of the thread, or an expression between slashes; empty for any
     * @param leafTypes types of which the leaf must be one; empty for any
     * @throws FilterException if a pattern is malformed
     */
    public static StackFilter of(List<String> include, List<String> exclude, String thread, List<FrameType> leafTypes) {
        if (include.size() > MOST_PATTERNS || exclude.size() > MOST_PATTERNS) {
            throw new FilterException("include and exclude take at most " + MOST_PATTERNS + " patterns each");
        }
        return new StackFilter(
                include.stream()
                        .map(text -> FrameFilter.predicate("include", text))
                        .toList(),
                exclude.stream()
                        .map(text -> FrameFilter.predicate("exclude", text))
                        .toList(),
                thread.isEmpty() ? name -> true : FrameFilter.predicate("thread", thread),
                leafTypes.isEmpty() ? EnumSet.noneOf(FrameType.class) : EnumSet.copyOf(leafTypes),
                include.isEmpty() && exclude.isEmpty() && thread.isEmpty() && leafTypes.isEmpty());
    }

    /** Whether it keeps every stack. */
    public boolean keepsAll() {
        return keepsAll;
    }

    /** The stacks that are kept, without the names of their threads. */
    public StackTotals apply(StackTotals totals) {
        List<StackTotal> kept = new ArrayList<>(totals.stacks().size());
        Predicate<List<FrameRow>> keeps = stacks();
        for (StackTotal stack : totals.stacks()) {
            if (keeps.test(stack.frames())) {
                List<FrameRow> frames = Threads.withoutThread(stack.frames());
                kept.add(
                        frames.size() == stack.frames().size()
                                ? stack
                                : new StackTotal(frames, stack.value(), stack.samples()));
            }
        }
        return new StackTotals(kept, totals.instances());
    }

    /** Whether a stack, which may begin with the name of its thread, is kept. For one thread. */
    public Predicate<List<FrameRow>> stacks() {
        IdentityHashMap<FrameRow, Long> known = new IdentityHashMap<>();
        return stack -> keepsAll || (thread.test(Threads.nameOf(stack)) && keeps(Threads.withoutThread(stack), known));
    }

    private boolean keeps(List<FrameRow> frames, IdentityHashMap<FrameRow, Long> known) {
        if (!leafTypes.isEmpty()
                && (frames.isEmpty()
                        || !leafTypes.contains(
                                Method.of(frames.get(frames.size() - 1)).type()))) {
            return false;
        }
        // A bit for each pattern to include, and the sign for any to exclude.
        long met = 0;
        for (FrameRow frame : frames) {
            Long bits = known.get(frame);
            if (bits == null) {
                bits = bits(Method.of(frame).name());
                known.put(frame, bits);
            }
            met |= bits;
        }
        return met == (1L << include.size()) - 1;
    }

    private long bits(String name) {
        long bits = 0;
        for (int i = 0; i < include.size(); i++) {
            bits |= include.get(i).test(name) ? 1L << i : 0;
        }
        return exclude.stream().anyMatch(pattern -> pattern.test(name)) ? bits | Long.MIN_VALUE : bits;
    }

    /** The name of the thread, which a stack may begin with; only labels of the application come before it. */
    static final class Threads {
        private Threads() {}

        static String nameOf(List<FrameRow> frames) {
            int position = position(frames);
            return position < 0 ? "" : frames.get(position).methodName();
        }

        static List<FrameRow> withoutThread(List<FrameRow> frames) {
            int position = position(frames);
            if (position <= 0) {
                return position < 0 ? frames : frames.subList(1, frames.size());
            }
            List<FrameRow> others = new ArrayList<>(frames);
            others.remove(position);
            return others;
        }

        /** Where it is; -1 if it is not known. */
        private static int position(List<FrameRow> frames) {
            int position = 0;
            while (position < frames.size() && frames.get(position).type() == LABEL) {
                position++;
            }
            return position < frames.size() && frames.get(position).type() == THREAD ? position : -1;
        }
    }

    /** The stacks of each thread, by its name; empty where it is not known. */
    public static Map<String, StackTotals> byThread(StackTotals totals) {
        Map<String, List<StackTotal>> groups = new LinkedHashMap<>();
        for (StackTotal stack : totals.stacks()) {
            groups.computeIfAbsent(Threads.nameOf(stack.frames()), name -> new ArrayList<>())
                    .add(stack);
        }
        Map<String, StackTotals> threads = new LinkedHashMap<>();
        groups.forEach((name, stacks) -> threads.put(name, new StackTotals(stacks, totals.instances())));
        return threads;
    }
}
