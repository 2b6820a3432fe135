package dev.stackhouse.query.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.query.FoldedStacks;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PruningTest {
    @Test
    void leavesASmallTreeAlone() {
        FlameTree tree = tree("A.a;B.b 1", "A.a;C.c 2");

        assertThat(Pruning.prune(tree, 4)).isSameAs(tree);
    }

    @Test
    void keepsWhatIsCutUnderItsParent() {
        FlameTree tree = tree("A.a;B.b;C.c 50", "A.a;B.b;D.d 3", "A.a;E.e 2", "A.a 9", "F.f;G.g 20", "H.h 1");

        assertThat(TreeText.of(Pruning.prune(tree, 8))).isEqualTo("""
                        all 0 85
                         A.a 9 64
                          B.b 0 53
                           C.c 50 50
                           (other) 3 3
                          (other) 2 2
                         (other) 21 21
                        """);
    }

    @Test
    void twoNodesAreTheRootAndTheRest() {
        assertThat(TreeText.of(Pruning.prune(tree("A.a;B.b 1", "C.c 2"), 2))).isEqualTo("""
                all 0 3
                 (other) 3 3
                """);
        assertThatThrownBy(() -> Pruning.prune(tree("A.a;B.b 1"), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOnlyTheMethodsThatAreLeft() {
        FlameTree pruned = Pruning.prune(tree("A.a;B.b 9", "C.c 2", "D.d 1"), 4);

        assertThat(pruned.methods()).extracting(Method::name).containsExactlyInAnyOrder("all", "A.a", "B.b", "(other)");
    }

    /** For many random trees and limits: the size is kept, no weight is lost, and what is left weighs what it did. */
    @Test
    void preservesEveryWeight() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 300; round++) {
            FlameTree tree = randomTree(random);
            int maxNodes = 2 + random.nextInt(tree.size());

            FlameTree pruned = Pruning.prune(tree, maxNodes);

            String about = "round " + round + ", at most " + maxNodes + " of " + tree.size();
            assertThat(pruned.size()).as(about).isLessThanOrEqualTo(maxNodes);
            assertThat(pruned.totalValues()[0]).as(about).isEqualTo(tree.totalValues()[0]);
            Map<String, Long> before = totalsByPath(tree);
            totalsByPath(pruned).forEach((path, total) -> {
                if (!path.endsWith("(other)")) {
                    assertThat(total).as(about + ": " + path).isEqualTo(before.get(path));
                }
            });
        }
    }

    private static FlameTree randomTree(Random random) {
        String[] lines = new String[1 + random.nextInt(60)];
        for (int i = 0; i < lines.length; i++) {
            StringBuilder line = new StringBuilder("m" + random.nextInt(4));
            for (int depth = random.nextInt(8); depth > 0; depth--) {
                line.append(";m").append(random.nextInt(4));
            }
            lines[i] = line.append(' ').append(random.nextInt(100)).toString();
        }
        return tree(lines);
    }

    private static Map<String, Long> totalsByPath(FlameTree tree) {
        long[] totals = tree.totalValues();
        int[] parents = tree.parents();
        String[] paths = new String[tree.size()];
        Map<String, Long> byPath = new HashMap<>();
        for (int node = 0; node < tree.size(); node++) {
            String name = tree.method(node).name();
            paths[node] = node == 0 ? name : paths[parents[node]] + ";" + name;
            assertThat(byPath.put(paths[node], totals[node])).as(paths[node]).isNull();
        }
        return byPath;
    }

    private static FlameTree tree(String... lines) {
        return FlameTree.of(MethodStacks.of(FoldedStacks.parse(lines)));
    }
}
