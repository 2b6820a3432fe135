package dev.stackhouse.query.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.FoldedStacks;
import org.junit.jupiter.api.Test;

class HotLinesTest {
    @Test
    void weighsEachLineOfTheMethod() {
        assertThat(HotLines.of(
                        FoldedStacks.parse(
                                "A.a:1;M.m:10 5", "A.a:2;M.m:10;B.b:1 3", "A.a:1;M.m:12 4", "M.m:10;M.m:12 2"),
                        "M.m",
                        10))
                .containsExactly(new LineTotal(12, 6, 6), new LineTotal(10, 5, 10));
    }

    @Test
    void countsALineOncePerStackAndKeepsToItsLimit() {
        assertThat(HotLines.of(FoldedStacks.parse("M.m:10;M.m:10;M.m:10 7", "M.m:11 1"), "M.m", 1))
                .containsExactly(new LineTotal(10, 7, 7));
    }

    @Test
    void isEmptyWithoutTheMethod() {
        assertThat(HotLines.of(FoldedStacks.parse("A.a:1 5"), "M.m", 10)).isEmpty();
    }
}
