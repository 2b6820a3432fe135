package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetTopMethodsResponse;
import dev.stackhouse.proto.query.v1.MethodWeight;
import dev.stackhouse.proto.query.v1.Selection;

/** The dearest methods as a table for a terminal. */
public final class TopTable {
    private TopTable() {}

    /** A heading and one line per method; ends with a line break. */
    public static String format(Selection selection, GetTopMethodsResponse top) {
        Weight weight = new Weight(selection.getEvent(), top.getCoverage());
        long whole = top.getCoverage().getValue();
        TextTable table = new TextTable(" self", " ", " total", " ", "method");
        for (MethodWeight method : top.getMethodsList()) {
            table.row(
                    weight.format(method.getSelfValue()),
                    Weight.share(method.getSelfValue(), whole),
                    weight.format(method.getTotalValue()),
                    Weight.share(method.getTotalValue(), whole),
                    method.getMethod());
        }
        return SelectionOptions.heading(selection, top.getCoverage()) + "\n\n" + table.format();
    }
}
