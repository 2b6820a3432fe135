package dev.stackhouse.query.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.query.FoldedStacks;
import java.util.List;
import org.junit.jupiter.api.Test;

class FocusTest {
    private final FlameTree tree = FlameTree.of(MethodStacks.of(
            FoldedStacks.parse("A.a;B.b;C.c 50", "A.a;B.b;D.d 3", "A.a;B.b 2", "A.a;E.e 7", "A.a 9", "F.f 20")));

    @Test
    void keepsThePathAndWhatLiesUnderItsEnd() {
        assertThat(TreeText.of(Focus.on(tree, List.of("A.a", "B.b")))).isEqualTo("""
                all 0 55
                 A.a 0 55
                  B.b 2 55
                   C.c 50 50
                   D.d 3 3
                """);
    }

    @Test
    void showsInFullWhatPruningCut() {
        FlameTree pruned = Pruning.prune(tree, 5);
        assertThat(TreeText.of(pruned)).contains("(other)").doesNotContain("D.d");

        assertThat(TreeText.of(Pruning.prune(Focus.on(tree, List.of("A.a", "B.b")), 5)))
                .contains("D.d 3 3");
    }

    @Test
    void anEmptyPathIsTheWholeTree() {
        assertThat(Focus.on(tree, List.of())).isSameAs(tree);
    }

    @Test
    void saysWhichNameIsNotThere() {
        assertThatThrownBy(() -> Focus.on(tree, List.of("A.a", "X.x", "C.c")))
                .isInstanceOf(Focus.UnknownPathException.class)
                .hasMessage("no 'X.x' at level 2 of the path");
    }

    @Test
    void takesTheHeaviestOfSiblingsOfOneName() {
        FlameTree natives = FlameTree.of(MethodStacks.of(FoldedStacks.parse("read_[n];A.a 1", "read_[k];B.b 5")));

        assertThat(TreeText.of(Focus.on(natives, List.of("read"))))
                .contains("B.b 5 5")
                .doesNotContain("A.a");
    }
}
