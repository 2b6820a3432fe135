package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.CallTree;

/** Whether a detector is right about a deploy. */
final class Truth {
    private final Deploy deploy;

    Truth(Deploy deploy) {
        this.deploy = deploy;
    }

    /** Whether something became dearer, and the suspect is on the way to it. */
    boolean isTrue(Suspect suspect) {
        if (!deploy.planted.scenario().isRegression) {
            return false;
        }
        int node = deploy.planted.node();
        return deploy.service.tree.path(node).contains(suspect.method()) || isCallee(suspect.method(), node);
    }

    /** Whether the suspect is the planted method, or what calls it there or is called by it. */
    boolean isWithinOneFrame(Suspect suspect) {
        CallTree tree = deploy.service.tree;
        int node = deploy.planted.node();
        return suspect.method().equals(tree.frame(node))
                || suspect.method().equals(tree.frame(tree.parent(node)))
                || isCallee(suspect.method(), node);
    }

    private boolean isCallee(String method, int node) {
        CallTree tree = deploy.service.tree;
        for (int child = node + 1; child < deploy.service.self.length; child++) {
            if (tree.parent(child) == node && tree.frame(child).equals(method)) {
                return true;
            }
        }
        return false;
    }
}
