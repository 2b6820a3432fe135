package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.CallTree;
import java.util.List;

/** A tree for a terminal: a line per node, indented, with the weight of the node and everything under it. */
final class TreeText {
    private TreeText() {}

    static String format(CallTree tree, List<String> names, Weight weight) {
        int size = tree.getLevelsCount();
        long[] totals = new long[size];
        for (int node = size - 1; node >= 0; node--) {
            totals[node] = tree.getSelfValues(node);
            for (int other = node + 1; other < size && tree.getLevels(other) > tree.getLevels(node); other++) {
                totals[node] += tree.getLevels(other) == tree.getLevels(node) + 1 ? totals[other] : 0;
            }
        }
        TextTable table = new TextTable(" total", " ", "method");
        for (int node = 0; node < size; node++) {
            table.row(
                    weight.format(totals[node]),
                    Weight.share(totals[node], totals[0]),
                    " ".repeat(tree.getLevels(node)) + names.get(tree.getNameIndexes(node)));
        }
        return table.format();
    }
}
