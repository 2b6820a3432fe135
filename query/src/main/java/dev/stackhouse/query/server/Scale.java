package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.Normalization;

/** What makes the two sides of a difference comparable. */
final class Scale {
    private Scale() {}

    /** What to multiply each side's weights with: of what has no length, instance or weight, with 0. */
    static double[] factors(Normalization normalization, Coverage before, Coverage after) {
        return new double[] {factor(normalization, before), factor(normalization, after)};
    }

    private static double factor(Normalization normalization, Coverage side) {
        double length = side.getToUnixMillis() - side.getFromUnixMillis();
        return switch (normalization) {
            case NORMALIZATION_UNSPECIFIED, NORMALIZATION_RATE -> 1 / length;
            case NORMALIZATION_SHARE -> side.getValue() == 0 ? 0 : 1.0 / side.getValue();
            case NORMALIZATION_RATE_PER_INSTANCE -> side.getInstances() == 0 ? 0 : 1 / (length * side.getInstances());
            case UNRECOGNIZED ->
                throw RequestException.invalid("normalization is unknown; choose rate, share or rate per instance");
        };
    }
}
