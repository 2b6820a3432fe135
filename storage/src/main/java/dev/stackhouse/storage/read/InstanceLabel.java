package dev.stackhouse.storage.read;

/** The value of a label of the instance of a row, as SQL: empty if the instance lacks the label. */
final class InstanceLabel {
    private InstanceLabel() {}

    /**
     * Returns an expression over the column instance.
     *
     * @param label name of the label, as an SQL expression
     * @param condition over the table instances, which the instances of the rows meet
     */
    static String sql(String label, String condition) {
        String pairs = "(SELECT (groupArray(instance), groupArray(value)) FROM (SELECT instance, any(labels[" + label
                + "]) AS value FROM instances WHERE " + condition + " GROUP BY instance))";
        return "transform(toString(instance), " + pairs + ".1, " + pairs + ".2, '')";
    }
}
