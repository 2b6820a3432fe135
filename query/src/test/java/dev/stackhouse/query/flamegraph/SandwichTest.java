package dev.stackhouse.query.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.FoldedStacks;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SandwichTest {
    @Test
    void showsCallersUpwardsAndCalleesDownwards() {
        Sandwich sandwich = sandwich("M.m", "A.a;B.b;M.m;C.c 5", "A.a;M.m 3", "D.d;M.m;C.c;E.e 2", "A.a;X.x 90");

        assertThat(TreeText.of(sandwich.callers())).isEqualTo("""
                M.m 0 10
                 A.a 3 3
                 B.b 0 5
                  A.a 5 5
                 D.d 2 2
                """);
        assertThat(TreeText.of(sandwich.callees())).isEqualTo("""
                M.m 3 10
                 C.c 5 7
                  E.e 2 2
                """);
        assertThat(sandwich.self()).isEqualTo(3);
        assertThat(sandwich.total()).isEqualTo(10);
    }

    @Test
    void countsTheOutermostOccurrenceOfARecursiveMethod() {
        Sandwich sandwich = sandwich("M.m", "A.a;M.m;B.b;M.m 4");

        assertThat(TreeText.of(sandwich.callers())).isEqualTo("M.m 0 4\n A.a 4 4\n");
        assertThat(TreeText.of(sandwich.callees())).isEqualTo("M.m 0 4\n B.b 0 4\n  M.m 4 4\n");
        assertThat(sandwich.self()).isEqualTo(4);
        assertThat(sandwich.total()).isEqualTo(4);
    }

    @Test
    void isEmptyWithoutTheMethod() {
        Sandwich sandwich = sandwich("M.m", "A.a 1");

        assertThat(sandwich.callers().size()).isZero();
        assertThat(sandwich.callees().size()).isZero();
        assertThat(sandwich.total()).isZero();
    }

    /** Both trees weigh the method's total, whatever the stacks. */
    @Test
    void losesNoWeight() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            String[] lines = new String[1 + random.nextInt(30)];
            long total = 0;
            long self = 0;
            for (int i = 0; i < lines.length; i++) {
                StringBuilder line = new StringBuilder("m" + random.nextInt(4));
                for (int depth = random.nextInt(6); depth > 0; depth--) {
                    line.append(";m").append(random.nextInt(4));
                }
                int value = random.nextInt(50);
                total += (";" + line + ";").contains(";m1;") ? value : 0;
                self += line.toString().endsWith("m1") ? value : 0;
                lines[i] = line.append(' ').append(value).toString();
            }

            Sandwich sandwich = sandwich("m1", lines);

            assertThat(sandwich.total()).isEqualTo(total);
            assertThat(sandwich.self()).isEqualTo(self);
            if (sandwich.callers().size() > 0) {
                assertThat(sandwich.callers().totalValues()[0]).isEqualTo(total);
                assertThat(sandwich.callees().totalValues()[0]).isEqualTo(total);
            }
        }
    }

    private static Sandwich sandwich(String method, String... lines) {
        return Sandwich.of(MethodStacks.of(FoldedStacks.parse(lines)), method);
    }
}
