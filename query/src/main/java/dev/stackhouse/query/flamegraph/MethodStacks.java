package dev.stackhouse.query.flamegraph;

import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks with their frames replaced by methods: numbers that index {@link #methods()}, which is in order. Stacks that differ
 * in lines only stay apart, beside each other.
 */
public final class MethodStacks {
    /** A stack, root first, its weight and the side that it is of. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    record MethodStack(int[] methods, long value, int side) {}

    private final List<Method> methods;
    private final List<MethodStack> stacks;

    private final int sides;

    private MethodStacks(List<Method> methods, List<MethodStack> stacks, int sides) {
        this.methods = methods;
        this.stacks = stacks;
        this.sides = sides;
    }

    /** Stacks other than these, of one side, over the same methods; they are sorted here. */
    MethodStacks with(List<MethodStack> others) {
        others.sort((left, right) -> Arrays.compare(left.methods, right.methods));
        return new MethodStacks(methods, Collections.unmodifiableList(others), 1);
    }

    int sides() {
        return sides;
    }

    /** Names the frames and sorts the stacks by their methods. */
    public static MethodStacks of(StackTotals totals) {
        return of(List.of(totals));
    }

    /** Names the frames of several sides alike, so that they can be compared; sides are numbered from 0. */
    public static MethodStacks of(List<StackTotals> sides) {
        // Equal frames are usually the same object, and comparing objects is cheaper than hashing names. There are far
        // more references to frames than frames: each is looked up once and is a number from then on.
        IdentityHashMap<FrameRow, Integer> numberOfFrame = new IdentityHashMap<>();
        List<Method> methodOfNumber = new ArrayList<>();
        List<MethodStack> stacks = new ArrayList<>();
        for (int side = 0; side < sides.size(); side++) {
            for (StackTotal stack : sides.get(side).stacks()) {
                int[] path = new int[stack.frames().size()];
                int depth = 0;
                for (FrameRow frame : stack.frames()) {
                    Integer number = numberOfFrame.get(frame);
                    if (number == null) {
                        number = methodOfNumber.size();
                        numberOfFrame.put(frame, number);
                        methodOfNumber.add(Method.of(frame));
                    }
                    path[depth++] = number;
                }
                stacks.add(new MethodStack(path, stack.value(), side));
            }
        }
        List<Method> methods = methodOfNumber.stream().distinct().sorted().toList();
        Map<Method, Integer> rank = new HashMap<>();
        for (Method method : methods) {
            rank.put(method, rank.size());
        }
        int[] rankOfNumber = methodOfNumber.stream()
                .mapToInt(method -> rank.getOrDefault(method, 0))
                .toArray();
        for (MethodStack stack : stacks) {
            for (int i = 0; i < stack.methods.length; i++) {
                stack.methods[i] = rankOfNumber[stack.methods[i]];
            }
        }
        stacks.sort((left, right) -> Arrays.compare(left.methods, right.methods));
        return new MethodStacks(methods, Collections.unmodifiableList(stacks), sides.size());
    }

    /** Every method that occurs, by name. */
    public List<Method> methods() {
        return methods;
    }

    /** In the order of their methods. */
    List<MethodStack> stacks() {
        return stacks;
    }

    /** Calls the visitor for each stack. The array belongs to this object. */
    public void forEach(Visitor visitor) {
        for (MethodStack stack : stacks) {
            visitor.visit(stack.methods, stack.value, stack.side);
        }
    }

    /** Is told a stack. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Called once per stack.
         *
         * @param methods numbers of the methods, root first
         * @param value sum of weights
         * @param side number of the side, 0 if there is one
         */
        void visit(int[] methods, long value, int side);
    }
}
