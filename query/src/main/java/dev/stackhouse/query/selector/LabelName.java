package dev.stackhouse.query.selector;

import java.util.regex.Pattern;

/** The form of a label's name, as the batch contract has it. */
public final class LabelName {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]{0,99}");

    private LabelName() {}

    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    static boolean canStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean canContinue(char c) {
        return canStart(c) || (c >= '0' && c <= '9') || c == '.';
    }
}
