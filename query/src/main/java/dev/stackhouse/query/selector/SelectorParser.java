package dev.stackhouse.query.selector;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.LabelMatcher.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads label selectors: {@code version="41",zone!="eu-1",pod=~"web-.*"}. The grammar is that of PromQL's vector selectors
 * (https://prometheus.io/docs/prometheus/latest/querying/basics/): values in double or single quotes with
 * backslash escapes, white space between tokens, a comma allowed after the last condition, and braces around it all or not.
 */
public final class SelectorParser {
    private final String text;
    private int next;

    private SelectorParser(String text) {
        this.text = text;
    }

    /**
     * Returns the conditions in the order in which they are written; none for an empty selector.
     *
     * @throws SelectorException if the selector is malformed
     */
    public static List<LabelMatcher> parse(String selector) {
        return new SelectorParser(selector).matchers();
    }

    private List<LabelMatcher> matchers() {
        skipSpace();
        boolean braced = skip("{");
        List<LabelMatcher> matchers = new ArrayList<>();
        skipSpace();
        while (!isOver(braced)) {
            matchers.add(matcher());
            skipSpace();
            if (!isOver(braced)) {
                if (!skip(",")) {
                    throw expected(braced ? "',' or '}'" : "',' or the end");
                }
                skipSpace();
            }
        }
        if (braced) {
            next++;
            skipSpace();
            if (!atEnd()) {
                throw expected("the end");
            }
        }
        return List.copyOf(matchers);
    }

    private boolean isOver(boolean braced) {
        if (!braced) {
            return atEnd();
        }
        if (atEnd()) {
            throw expected("'}'");
        }
        return text.charAt(next) == '}';
    }

    private LabelMatcher matcher() {
        String name = name();
        skipSpace();
        Operator operator = operator();
        skipSpace();
        int start = next;
        String value = value();
        if (operator == Operator.MATCHES || operator == Operator.NOT_MATCHES) {
            check(value, start);
        }
        return new LabelMatcher(name, operator, value);
    }

    private String name() {
        int start = next;
        if (!LabelName.canStart(text.charAt(next))) {
            throw expected("a label name");
        }
        while (!atEnd() && LabelName.canContinue(text.charAt(next))) {
            next++;
        }
        String name = text.substring(start, next);
        if (!LabelName.isValid(name)) {
            throw new SelectorException(start + 1, "a label name has at most 100 characters");
        }
        return name;
    }

    private Operator operator() {
        if (skip("=~")) {
            return Operator.MATCHES;
        }
        if (skip("!~")) {
            return Operator.NOT_MATCHES;
        }
        if (skip("!=")) {
            return Operator.NOT_EQUAL;
        }
        if (skip("=")) {
            return Operator.EQUAL;
        }
        throw expected("=, !=, =~ or !~");
    }

    private String value() {
        if (atEnd() || (text.charAt(next) != '"' && text.charAt(next) != '\'')) {
            throw expected("a value in quotes");
        }
        char quote = text.charAt(next++);
        StringBuilder value = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(next);
            if (c == quote) {
                next++;
                return value.toString();
            }
            if (c == '\\') {
                next++;
                c = escaped();
            }
            value.append(c);
            next++;
        }
        throw expected("a closing " + quote);
    }

    private char escaped() {
        char c = atEnd() ? 0 : text.charAt(next);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> c;
            default -> throw expected("one of n, t, r, \\, \" or ' after a backslash (write \\\\ for a backslash)");
        };
    }

    private static void check(String expression, int start) {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new SelectorException(start + 1, "not a regular expression (RE2): " + e.getMessage());
        }
    }

    private boolean skip(String token) {
        if (!text.startsWith(token, next)) {
            return false;
        }
        next += token.length();
        return true;
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
    }

    private boolean atEnd() {
        return next >= text.length();
    }

    private SelectorException expected(String what) {
        String found = atEnd() ? "the end" : "'" + text.charAt(next) + "'";
        return new SelectorException(next + 1, "expected " + what + ", found " + found);
    }
}
