package dev.stackhouse.query.top;

import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.query.flamegraph.MethodStacks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The methods that changed most between two sides. */
public final class ChangedMethods {
    private ChangedMethods() {}

    /**
     * Returns the methods by the size of the change of their total, greatest first, equal ones by name. A method counts once per
     * stack.
     *
     * @param stacks of two sides
     * @param factors what to multiply the weights of each side with to compare them
     */
    public static List<ChangedMethod> of(MethodStacks stacks, double[] factors, int limit) {
        List<Method> methods = stacks.methods();
        long[][] self = new long[2][methods.size()];
        long[][] total = new long[2][methods.size()];
        int[] lastStack = new int[methods.size()];
        Arrays.fill(lastStack, -1);
        int[] stack = {0};
        stacks.forEach((path, value, side) -> {
            for (int method : path) {
                if (lastStack[method] != stack[0]) {
                    lastStack[method] = stack[0];
                    total[side][method] += value;
                }
            }
            if (path.length > 0) {
                self[side][path[path.length - 1]] += value;
            }
            stack[0]++;
        });
        List<ChangedMethod> changes = new ArrayList<>(methods.size());
        for (int i = 0; i < methods.size(); i++) {
            changes.add(new ChangedMethod(methods.get(i), self[0][i], total[0][i], self[1][i], total[1][i]));
        }
        changes.sort(Comparator.comparingDouble((ChangedMethod change) ->
                        -Math.abs(change.totalAfter() * factors[1] - change.totalBefore() * factors[0]))
                .thenComparing(ChangedMethod::method));
        return List.copyOf(changes.subList(0, Math.min(limit, changes.size())));
    }
}
