package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.CallTree;

/** Whether a detector is right about what happened. */
final class Truth {
    private final ServiceTree service;
    private final Planted planted;

    Truth(ServiceTree service, Planted planted) {
        this.service = service;
        this.planted = planted;
    }

    /** Whether something became dearer, and the suspect is on the way to it. */
    boolean isTrue(Suspect suspect) {
        if (!planted.scenario().isRegression) {
            return false;
        }
        int node = planted.node();
        return service.tree.path(node).contains(suspect.method()) || isCallee(suspect.method(), node);
    }

    /** Whether the suspect is the planted method, or what calls it there or is called by it. */
    boolean isWithinOneFrame(Suspect suspect) {
        CallTree tree = service.tree;
        int node = planted.node();
        return suspect.method().equals(tree.frame(node))
                || suspect.method().equals(tree.frame(tree.parent(node)))
                || isCallee(suspect.method(), node);
    }

    private boolean isCallee(String method, int node) {
        CallTree tree = service.tree;
        for (int child = node + 1; child < service.self.length; child++) {
            if (tree.parent(child) == node && tree.frame(child).equals(method)) {
                return true;
            }
        }
        return false;
    }
}
