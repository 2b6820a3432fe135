package dev.stackhouse.query.flamegraph;

import dev.stackhouse.query.flamegraph.MethodStacks.MethodStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A method with everything above and under it. Of a recursive method the outermost occurrence counts, so that each of the two
 * trees weighs the method's total. The root of each is the method; among frames of the name the types are not told apart.
 *
 * @param callers children are callers, up to the entries of the threads
 * @param callees children are what is called
 * @param self weight with the method at the leaf
 * @param total weight with it anywhere on the stack
 */
public record Sandwich(FlameTree callers, FlameTree callees, long self, long total) {
    /** Makes the sandwich of a method; its trees are empty if no stack has it. */
    public static Sandwich of(MethodStacks stacks, String method) {
        int root = -1;
        List<MethodStack> above = new ArrayList<>();
        List<MethodStack> under = new ArrayList<>();
        long self = 0;
        long total = 0;
        for (MethodStack stack : stacks.stacks()) {
            int[] path = stack.methods();
            int at = outermost(stacks, path, method);
            if (at < 0) {
                continue;
            }
            root = root < 0 ? path[at] : root;
            int[] up = new int[at + 1];
            for (int i = 0; i <= at; i++) {
                up[i] = path[at - i];
            }
            int[] down = Arrays.copyOfRange(path, at, path.length);
            up[0] = root;
            down[0] = root;
            above.add(new MethodStack(up, stack.value(), 0));
            under.add(new MethodStack(down, stack.value(), 0));
            total += stack.value();
            if (stacks.methods().get(path[path.length - 1]).name().equals(method)) {
                self += stack.value();
            }
        }
        return new Sandwich(
                FlameTree.ofOneRoot(stacks.with(above)), FlameTree.ofOneRoot(stacks.with(under)), self, total);
    }

    private static int outermost(MethodStacks stacks, int[] path, String method) {
        for (int i = 0; i < path.length; i++) {
            if (stacks.methods().get(path[i]).name().equals(method)) {
                return i;
            }
        }
        return -1;
    }
}
