package dev.stackhouse.query.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.FoldedStacks;
import dev.stackhouse.query.flamegraph.MethodStacks;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedMethodsTest {
    private final MethodStacks stacks = MethodStacks.of(List.of(
            FoldedStacks.parse("A.a;B.b 10", "A.a;C.c;C.c 40", "A.a;D.d 50"),
            FoldedStacks.parse("A.a;B.b 120", "A.a;C.c;C.c 40", "A.a;D.d 40")));

    @Test
    void ordersByTheSizeOfTheChange() {
        assertThat(text(new double[] {1, 1}))
                .containsExactly("B.b 10/10 120/120", "A.a 0/100 0/200", "D.d 50/50 40/40", "C.c 40/40 40/40");
    }

    @Test
    void comparesSharesWhereThatIsAskedFor() {
        assertThat(text(new double[] {1.0 / 100, 1.0 / 200}))
                .containsExactly("B.b 10/10 120/120", "D.d 50/50 40/40", "C.c 40/40 40/40", "A.a 0/100 0/200");
    }

    private List<String> text(double[] factors) {
        return ChangedMethods.of(stacks, factors, 10).stream()
                .map(change -> change.method().name() + " " + change.selfBefore() + "/" + change.totalBefore() + " "
                        + change.selfAfter() + "/" + change.totalAfter())
                .toList();
    }
}
