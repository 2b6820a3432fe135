package dev.stackhouse.storage.read;

/**
 * A condition on a label of an instance. A label that an instance lacks has the empty value.
 *
 * @param label name of the label; "instance" is the instance id
 * @param value literal, or an RE2 expression that must match the whole value
 */
public record LabelMatcher(String label, Operator operator, String value) {
    public enum Operator {
        EQUAL,
        NOT_EQUAL,
        MATCHES,
        NOT_MATCHES
    }
}
