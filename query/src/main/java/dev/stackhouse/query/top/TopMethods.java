package dev.stackhouse.query.top;

import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.query.flamegraph.MethodStacks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The dearest methods of merged stacks. */
public final class TopMethods {
    private TopMethods() {}

    /**
     * Returns the dearest methods first, equal ones by name. A method counts once per stack, however often it recurs there.
     *
     * @param byTotal order by total rather than by self
     */
    public static List<MethodTotal> of(MethodStacks stacks, int limit, boolean byTotal) {
        List<Method> methods = stacks.methods();
        long[] self = new long[methods.size()];
        long[] total = new long[methods.size()];
        int[] lastStack = new int[methods.size()];
        Arrays.fill(lastStack, -1);
        stacks.forEach(new MethodStacks.Visitor() {
            private int stack;

            @Override
            public void visit(int[] path, long value, int side) {
                for (int method : path) {
                    if (lastStack[method] != stack) {
                        lastStack[method] = stack;
                        total[method] += value;
                    }
                }
                if (path.length > 0) {
                    self[path[path.length - 1]] += value;
                }
                stack++;
            }
        });
        List<MethodTotal> weights = new ArrayList<>(methods.size());
        for (int i = 0; i < self.length; i++) {
            weights.add(new MethodTotal(methods.get(i), self[i], total[i]));
        }
        weights.sort(order(byTotal));
        return List.copyOf(weights.subList(0, Math.min(limit, weights.size())));
    }

    private static Comparator<MethodTotal> order(boolean byTotal) {
        Comparator<MethodTotal> bySelf =
                Comparator.comparingLong(MethodTotal::self).reversed();
        Comparator<MethodTotal> byTotals =
                Comparator.comparingLong(MethodTotal::total).reversed();
        Comparator<MethodTotal> byWeight = byTotal ? byTotals.thenComparing(bySelf) : bySelf.thenComparing(byTotals);
        return byWeight.thenComparing(MethodTotal::method);
    }
}
