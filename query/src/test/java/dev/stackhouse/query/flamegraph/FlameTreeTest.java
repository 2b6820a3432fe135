package dev.stackhouse.query.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.query.FoldedStacks;
import org.junit.jupiter.api.Test;

class FlameTreeTest {
    @Test
    void mergesStacksFromTheRoot() {
        FlameTree tree = tree("A.run;B.b;C.c 30", "A.run;B.b 5", "A.run;D.d 7", "Z.z 1");

        assertThat(TreeText.of(tree)).isEqualTo("""
                        all 0 43
                         A.run 0 42
                          B.b 5 35
                           C.c 30 30
                          D.d 7 7
                         Z.z 1 1
                        """);
    }

    @Test
    void mergesLinesAndWaysOfCompilingOfAMethod() {
        FlameTree tree = tree("A.run:1;B.b:10 1", "A.run:2;B.b:11_[i] 2", "A.run:1;B.b 4");

        assertThat(TreeText.of(tree)).isEqualTo("""
                all 0 7
                 A.run 0 7
                  B.b 7 7
                """);
        assertThat(tree.method(2).type()).isEqualTo(FrameType.FRAME_TYPE_JIT_COMPILED);
    }

    @Test
    void keepsNativeAndKernelFramesOfANameApart() {
        FlameTree tree = tree("read_[n] 1", "read_[k] 2", "read_[p] 4", "read 8");

        assertThat(tree.size()).isEqualTo(5);
        assertThat(tree.methods()).extracting(Method::type).doesNotHaveDuplicates();
    }

    @Test
    void ordersSiblingsByNameWhateverTheOrderOfTheStacks() {
        FlameTree one = tree("A.a;X.x 1", "A.a;B.b 9", "A.a;M.m 5");
        FlameTree other = tree("A.a;M.m 5", "A.a;X.x 1", "A.a;B.b 9");

        assertThat(TreeText.of(one)).isEqualTo(TreeText.of(other)).containsSubsequence("B.b", "M.m", "X.x");
    }

    @Test
    void recursionMakesALevelPerCall() {
        assertThat(TreeText.of(tree("A.a;A.a;A.a 2", "A.a 1"))).isEqualTo("""
                        all 0 3
                         A.a 1 3
                          A.a 0 2
                           A.a 2 2
                        """);
    }

    @Test
    void nothingIsARootWithoutWeight() {
        assertThat(TreeText.of(tree())).isEqualTo("all 0 0\n");
    }

    private static FlameTree tree(String... lines) {
        return FlameTree.of(MethodStacks.of(FoldedStacks.parse(lines)));
    }
}
