package dev.stackhouse.storage.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A condition on instances as SQL with parameters; what users wrote only ever travels as a parameter.
 *
 * @param sql an expression over the columns instance and labels; "1" if every instance matches
 */
record InstanceCondition(String sql, Map<String, Object> parameters) {
    static InstanceCondition of(List<LabelMatcher> matchers) {
        StringBuilder sql = new StringBuilder("1");
        Map<String, Object> parameters = new HashMap<>();
        for (int i = 0; i < matchers.size(); i++) {
            LabelMatcher matcher = matchers.get(i);
            String value = "{value" + i + ":String}";
            String actual = matcher.label().equals("instance") ? "instance" : "labels[{label" + i + ":String}]";
            sql.append(" AND ").append(comparison(matcher.operator(), actual, value));
            if (!matcher.label().equals("instance")) {
                parameters.put("label" + i, matcher.label());
            }
            parameters.put("value" + i, matcher.value());
        }
        return new InstanceCondition(sql.toString(), parameters);
    }

    /** The same over the column version, if no other label matters; else empty. */
    static String overVersions(List<LabelMatcher> matchers) {
        StringBuilder sql = new StringBuilder("1");
        for (int i = 0; i < matchers.size(); i++) {
            if (!matchers.get(i).label().equals("version")) {
                return "";
            }
            sql.append(" AND ").append(comparison(matchers.get(i).operator(), "version", "{value" + i + ":String}"));
        }
        return sql.toString();
    }

    private static String comparison(LabelMatcher.Operator operator, String actual, String value) {
        return switch (operator) {
            case EQUAL -> actual + " = " + value;
            case NOT_EQUAL -> actual + " != " + value;
            case MATCHES -> "match(" + actual + ", concat('^(?:', " + value + ", ')$'))";
            case NOT_MATCHES -> "NOT match(" + actual + ", concat('^(?:', " + value + ", ')$'))";
        };
    }
}
