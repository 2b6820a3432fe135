package dev.stackhouse.query.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.stackhouse.storage.read.FramePattern;
import java.util.function.Predicate;

/**
 * Frame patterns as users write them: a method ("java.util.HashMap.get"), a package or a class with everything in it
 * ("java.util.*"), or a regular expression between slashes ("/HashMap\.(get|put)/"), found anywhere in the name.
 */
public final class FrameFilter {
    private FrameFilter() {}

    /**
     * Reads a pattern.
     *
     * @param field what the pattern was given as, for the message
     * @throws FilterException if it is malformed
     */
    public static FramePattern parse(String field, String text) {
        if (text.isBlank()) {
            throw new FilterException(
                    field + " is empty: name a method, a package (\"java.util.*\") or an expression (\"/Map/\")");
        }
        if (text.length() > 1 && text.startsWith("/") && text.endsWith("/")) {
            String expression = text.substring(1, text.length() - 1);
            compile(field, expression);
            return new FramePattern(FramePattern.Kind.EXPRESSION, expression);
        }
        if (text.endsWith(".*")) {
            return new FramePattern(FramePattern.Kind.BEGINNING, text.substring(0, text.length() - 1));
        }
        return new FramePattern(FramePattern.Kind.NAME, text);
    }

    /** Whether a method's name is meant. */
    static Predicate<String> predicate(String field, String text) {
        FramePattern pattern = parse(field, text);
        return switch (pattern.kind()) {
            case NAME -> pattern.text()::equals;
            case BEGINNING -> name -> name.startsWith(pattern.text());
            case EXPRESSION -> {
                Pattern expression = compile(field, pattern.text());
                yield name -> expression.matcher(name).find();
            }
        };
    }

    private static Pattern compile(String field, String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new FilterException(
                    field + " is '/" + expression + "/', which is not a regular expression (RE2): " + e.getMessage());
        }
    }
}
