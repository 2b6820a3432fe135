package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call tree as arrays, in which renamed methods have one name, and what units are made of in it. */
final class Paths {
    final int size;
    final int[] parent;

    /** Number of the method at each node; 0 at the root. */
    final int[] method;

    /** Whether the method of a node is nowhere above it: with recursion a stack counts once. */
    final boolean[] outermost;

    final List<String> methods = new ArrayList<>(List.of(""));
    private final int[] merged;

    Paths(CallTree tree, Map<String, String> names) {
        merged = new int[tree.size()];
        CallTree canonical = names.isEmpty() ? tree : new CallTree();
        for (int node = 1; node < tree.size(); node++) {
            merged[node] = names.isEmpty()
                    ? node
                    : canonical.child(
                            merged[tree.parent(node)], names.getOrDefault(tree.frame(node), tree.frame(node)));
        }
        size = canonical.size();
        parent = new int[size];
        method = new int[size];
        outermost = new boolean[size];
        Map<String, Integer> numbers = new HashMap<>();
        parent[0] = -1;
        for (int node = 1; node < size; node++) {
            parent[node] = canonical.parent(node);
            Integer number = numbers.putIfAbsent(canonical.frame(node), methods.size());
            method[node] = number == null ? methods.size() : number;
            if (number == null) {
                methods.add(canonical.frame(node));
            }
            outermost[node] = !isAbove(method[node], parent[node]);
        }
    }

    /** The node that stands for a node of the tree. */
    int merged(int node) {
        return merged[node];
    }

    private boolean isAbove(int wanted, int node) {
        for (int at = node; at > 0; at = parent[at]) {
            if (method[at] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Whether a node is another one, or below it. */
    boolean isWithin(int node, int ancestor) {
        int at = node;
        while (at > ancestor) {
            at = parent[at];
        }
        return at == ancestor;
    }

    List<String> path(int node) {
        List<String> path = new ArrayList<>();
        for (int at = node; at > 0; at = parent[at]) {
            path.add(0, methods.get(method[at]));
        }
        return path;
    }

    /** The nodes at which samples of a unit end. */
    BitSet members(UnitKey unit) {
        BitSet members = new BitSet(size);
        for (int node = 0; node < size; node++) {
            boolean inside =
                    switch (unit.type()) {
                        case METHOD_SELF -> method[node] == unit.number();
                        case METHOD_TOTAL -> method[node] == unit.number() || (node > 0 && members.get(parent[node]));
                        case PATH_TOTAL -> node == unit.number() || (node > 0 && members.get(parent[node]));
                    };
            if (inside) {
                members.set(node);
            }
        }
        return members;
    }

    /** The number of a unit; nothing if it is not in the tree. */
    Optional<UnitKey> key(Unit unit) {
        if (unit.type() != Unit.Type.PATH_TOTAL) {
            int number = methods.indexOf(unit.method());
            return number < 0 ? Optional.empty() : Optional.of(new UnitKey(unit.type(), number));
        }
        for (int node = 1; node < size; node++) {
            if (methods.get(method[node]).equals(unit.method()) && path(node).equals(unit.path())) {
                return Optional.of(new UnitKey(unit.type(), node));
            }
        }
        return Optional.empty();
    }

    Unit named(UnitKey unit) {
        return new Unit(
                unit.type(),
                unit.type() == Unit.Type.PATH_TOTAL ? path(unit.number()) : List.of(methods.get(unit.number())));
    }

    /** Adds to every node what is below it. */
    void addUp(double[] self) {
        for (int node = size - 1; node > 0; node--) {
            self[parent[node]] += self[node];
        }
    }
}
