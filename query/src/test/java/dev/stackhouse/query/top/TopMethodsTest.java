package dev.stackhouse.query.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.FoldedStacks;
import dev.stackhouse.query.flamegraph.MethodStacks;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopMethodsTest {
    private final MethodStacks stacks = MethodStacks.of(
            FoldedStacks.parse("A.run;B.b;C.c 30", "A.run;B.b 5", "A.run;C.c 10", "A.run;B.b;B.b;B.b 1"));

    @Test
    void ordersBySelf() {
        assertThat(text(TopMethods.of(stacks, 10, false))).containsExactly("C.c 40 40", "B.b 6 36", "A.run 0 46");
    }

    @Test
    void ordersByTotal() {
        assertThat(text(TopMethods.of(stacks, 10, true))).containsExactly("A.run 0 46", "C.c 40 40", "B.b 6 36");
    }

    @Test
    void countsARecursiveMethodOncePerStack() {
        MethodStacks recursion = MethodStacks.of(FoldedStacks.parse("A.a;A.a;A.a 7", "A.a;B.b;A.a 2"));

        assertThat(text(TopMethods.of(recursion, 10, true))).containsExactly("A.a 9 9", "B.b 0 2");
    }

    @Test
    void keepsToItsLimit() {
        assertThat(text(TopMethods.of(stacks, 1, false))).containsExactly("C.c 40 40");
    }

    @Test
    void equalOnesAreInOrderOfTheirNames() {
        MethodStacks equal = MethodStacks.of(FoldedStacks.parse("B.b 1", "C.c 1", "A.a 1"));

        assertThat(text(TopMethods.of(equal, 10, false))).containsExactly("A.a 1 1", "B.b 1 1", "C.c 1 1");
    }

    private static List<String> text(List<MethodTotal> methods) {
        return methods.stream()
                .map(method -> method.method().name() + " " + method.self() + " " + method.total())
                .toList();
    }
}
