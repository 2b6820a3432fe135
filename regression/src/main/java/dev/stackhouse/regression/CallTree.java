package dev.stackhouse.regression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The paths of all compared instances, as one tree. Nodes are numbered so that a parent comes before its children; 0 is the root. Not thread-safe. */
public final class CallTree {
    private record Step(int parent, String frame) {}

    private final List<Step> nodes = new ArrayList<>(List.of(new Step(-1, "")));
    private final Map<Step, Integer> numbers = new HashMap<>();

    /**
     * The node of a stack, which is added if it is new.
     *
     * @param frames root first
     */
    public int node(List<String> frames) {
        int node = 0;
        for (String frame : frames) {
            node = child(node, frame);
        }
        return node;
    }

    /** The node of a frame under a node, which is added if it is new. */
    public int child(int parent, String frame) {
        Step step = new Step(parent, frame);
        Integer known = numbers.putIfAbsent(step, nodes.size());
        if (known == null) {
            nodes.add(step);
            return nodes.size() - 1;
        }
        return known;
    }

    public int size() {
        return nodes.size();
    }

    /** The parent of a node; -1 of the root. */
    public int parent(int node) {
        return nodes.get(node).parent;
    }

    /** The frame of a node; empty of the root. */
    public String frame(int node) {
        return nodes.get(node).frame;
    }

    /** The frames from the root to a node. */
    public List<String> path(int node) {
        List<String> path = new ArrayList<>();
        for (int at = node; at > 0; at = parent(at)) {
            path.add(0, frame(at));
        }
        return path;
    }
}
