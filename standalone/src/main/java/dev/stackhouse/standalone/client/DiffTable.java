package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.GetDifferenceRequest;
import dev.stackhouse.proto.query.v1.GetDifferenceResponse;
import dev.stackhouse.proto.query.v1.MethodDifference;
import dev.stackhouse.proto.query.v1.Normalization;
import java.util.Locale;

/** The methods that changed as a table for a terminal. */
final class DiffTable {
    private DiffTable() {}

    /** What both sides are, and one line per method; ends with a line break. */
    static String format(GetDifferenceRequest request, GetDifferenceResponse difference) {
        Side before = new Side(
                request.getNormalization(),
                difference.getBefore(),
                request.getBefore().getEvent());
        Side after = new Side(
                request.getNormalization(),
                difference.getAfter(),
                request.getBefore().getEvent());
        TextTable table = new TextTable(" before", " after", " change", "method");
        for (MethodDifference method : difference.getMethodsList()) {
            table.row(
                    before.format(method.getBeforeTotalValue()),
                    after.format(method.getAfterTotalValue()),
                    change(
                            method.getBeforeTotalValue() * difference.getBeforeFactor(),
                            method.getAfterTotalValue() * difference.getAfterFactor()),
                    method.getMethod());
        }
        return "before: " + SelectionOptions.heading(request.getBefore(), difference.getBefore()) + "\nafter:  "
                + SelectionOptions.heading(request.getAfter(), difference.getAfter()) + "\n\n" + table.format();
    }

    /** "+12.5 %", "new", "gone". */
    static String change(double before, double after) {
        if (before == 0) {
            return after == 0 ? "" : "new";
        }
        return after == 0 ? "gone" : String.format(Locale.ROOT, "%+.1f %%", 100 * (after - before) / before);
    }

    /** How the weights of a side read. */
    private record Side(Normalization normalization, Coverage coverage, String event) {
        String format(long value) {
            return switch (normalization) {
                case NORMALIZATION_SHARE -> Weight.share(value, coverage.getValue());
                case NORMALIZATION_RATE_PER_INSTANCE ->
                    new Weight(event, coverage).format(value / Math.max(1, coverage.getInstances()));
                default -> new Weight(event, coverage).format(value);
            };
        }
    }
}
