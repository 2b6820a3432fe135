package dev.stackhouse.storage.read;

/**
 * Which frames are meant, by the name of their method: the class, a dot and the method, or the method alone where there is no
 * class.
 *
 * @param text a name, the beginning of names, or an RE2 expression that is found anywhere in the name
 */
public record FramePattern(Kind kind, String text) {
    public enum Kind {
        NAME,
        BEGINNING,
        EXPRESSION
    }

    private static final String NAME = "if(class_name = '', method_name, concat(class_name, '.', method_name))";

    /** A condition over the columns of the table frames, with one parameter. */
    String sql(String parameter) {
        return switch (kind) {
            case NAME -> NAME + " = {" + parameter + ":String}";
            case BEGINNING -> "startsWith(" + NAME + ", {" + parameter + ":String})";
            case EXPRESSION -> "match(" + NAME + ", {" + parameter + ":String})";
        };
    }
}
