package dev.stackhouse.query.selector;

import static dev.stackhouse.storage.read.LabelMatcher.Operator.EQUAL;
import static dev.stackhouse.storage.read.LabelMatcher.Operator.MATCHES;
import static dev.stackhouse.storage.read.LabelMatcher.Operator.NOT_EQUAL;
import static dev.stackhouse.storage.read.LabelMatcher.Operator.NOT_MATCHES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stackhouse.storage.read.LabelMatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorParserTest {
    @Test
    void readsEveryOperator() {
        assertThat(SelectorParser.parse("version=\"41\",zone!=\"eu-1\",pod=~\"web-.*\",host!~\"a|b\""))
                .containsExactly(
                        new LabelMatcher("version", EQUAL, "41"),
                        new LabelMatcher("zone", NOT_EQUAL, "eu-1"),
                        new LabelMatcher("pod", MATCHES, "web-.*"),
                        new LabelMatcher("host", NOT_MATCHES, "a|b"));
    }

    @Test
    void anEmptySelectorHasNoConditions() {
        assertThat(SelectorParser.parse("")).isEmpty();
        assertThat(SelectorParser.parse("  ")).isEmpty();
    }

    @Test
    void allowsSpaceSingleQuotesAndALastComma() {
        assertThat(SelectorParser.parse(" app.kubernetes.io_name = 'a,b\"c' , "))
                .containsExactly(new LabelMatcher("app.kubernetes.io_name", EQUAL, "a,b\"c"));
    }

    @Test
    void bracesAsInPromQlAreAllowed() {
        assertThat(SelectorParser.parse(" { a = \"1\", b!=\"}\" } "))
                .containsExactly(new LabelMatcher("a", EQUAL, "1"), new LabelMatcher("b", NOT_EQUAL, "}"));
        assertThat(SelectorParser.parse("{}")).isEmpty();
    }

    @Test
    void resolvesEscapes() {
        assertThat(SelectorParser.parse("a=\"\\\"\\\\\\n\\t\",b=~\"x\\\\.y\""))
                .containsExactly(new LabelMatcher("a", EQUAL, "\"\\\n\t"), new LabelMatcher("b", MATCHES, "x\\.y"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version          | 8  | expected =, !=, =~ or !~, found the end",
                "version=         | 9  | expected a value in quotes, found the end",
                "version=41       | 9  | expected a value in quotes, found '4'",
                "version=\"41     | 12 | expected a closing \", found the end",
                "a=\"1\" b=\"2\"  | 7  | expected ',' or the end, found 'b'",
                "a=\"1\",,        | 7  | expected a label name, found ','",
                "9a=\"1\"         | 1  | expected a label name, found '9'",
                "a==\"1\"         | 3  | expected a value in quotes, found '='",
                "a!\"1\"          | 2  | expected =, !=, =~ or !~, found '!'",
                "{a=\"1\"         | 7  | expected '}', found the end",
                "{a=\"1\" b       | 8  | expected ',' or '}', found 'b'",
                "{a=\"1\"} b      | 9  | expected the end, found 'b'",
                "a=\"1\"}         | 6  | expected ',' or the end, found '}'",
                "a=\"\\d\"        | 5  | expected one of n, t, r, \\, \" or ' after a backslash",
                "a=\"1\",b=~\"(\" | 10 | not a regular expression (RE2): ",
                "a=~\"(?=x)\"     | 4  | not a regular expression (RE2): ",
            })
    void saysWhereAndWhatIsWrong(String selector, int position, String message) {
        SelectorException fault = catchThrowableOfType(SelectorException.class, () -> SelectorParser.parse(selector));

        assertThat(fault.position()).isEqualTo(position);
        assertThat(fault).hasMessageStartingWith("malformed selector at position " + position + ": " + message);
    }
}
