package dev.stackhouse.query.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.FoldedStacks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A tree of two sides is the two trees laid over each other. */
class DifferenceTest {
    @Test
    void weighsEachSideOnTheSameNodes() {
        FlameTree tree = FlameTree.of(MethodStacks.of(
                List.of(FoldedStacks.parse("A.a;B.b 10", "A.a;C.c 4"), FoldedStacks.parse("A.a;B.b 30", "A.a;D.d 1"))));

        assertThat(text(tree)).isEqualTo("""
                all 0 0
                 A.a 0 0
                  B.b 10 30
                  C.c 4 0
                  D.d 0 1
                """);
    }

    @Test
    void keepsWhatIsHeavyOnEitherSide() {
        FlameTree tree = FlameTree.of(MethodStacks.of(List.of(
                FoldedStacks.parse("A.a 100", "B.b 90", "C.c 2", "D.d 1"),
                FoldedStacks.parse("A.a 10", "C.c 9", "B.b 1"))));

        FlameTree pruned = Pruning.prune(tree, 4, new double[] {1.0 / 193, 1.0 / 20});

        assertThat(text(pruned)).isEqualTo("""
                all 0 0
                 A.a 100 10
                 B.b 90 1
                 (other) 3 9
                """);
    }

    /** Pruned or not, each side's weight and that of each node that is left are those of the side alone. */
    @Test
    void preservesEveryWeightOfBothSides() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            String[] before = randomStacks(random);
            String[] after = randomStacks(random);
            FlameTree both =
                    FlameTree.of(MethodStacks.of(List.of(FoldedStacks.parse(before), FoldedStacks.parse(after))));
            FlameTree pruned = Pruning.prune(both, 2 + random.nextInt(both.size()), new double[] {1, 3});

            assertSide(pruned, 0, before);
            assertSide(pruned, 1, after);
        }
    }

    private static void assertSide(FlameTree tree, int side, String[] lines) {
        FlameTree alone = FlameTree.of(MethodStacks.of(FoldedStacks.parse(lines)));
        Map<String, Long> expected = totalsByPath(alone, 0);
        assertThat(tree.totalValues(side)[0]).isEqualTo(alone.totalValues()[0]);
        totalsByPath(tree, side).forEach((path, total) -> {
            if (!path.endsWith("(other)")) {
                assertThat(total).as(path).isEqualTo(expected.getOrDefault(path, 0L));
            }
        });
    }

    private static Map<String, Long> totalsByPath(FlameTree tree, int side) {
        long[] totals = tree.totalValues(side);
        int[] parents = tree.parents();
        String[] paths = new String[tree.size()];
        Map<String, Long> byPath = new HashMap<>();
        for (int node = 0; node < tree.size(); node++) {
            paths[node] = (node == 0 ? "" : paths[parents[node]] + ";")
                    + tree.method(node).name();
            byPath.put(paths[node], totals[node]);
        }
        return byPath;
    }

    private static String[] randomStacks(Random random) {
        String[] lines = new String[random.nextInt(30)];
        for (int i = 0; i < lines.length; i++) {
            StringBuilder line = new StringBuilder("m" + random.nextInt(3));
            for (int depth = random.nextInt(6); depth > 0; depth--) {
                line.append(";m").append(random.nextInt(3));
            }
            lines[i] = line.append(' ').append(random.nextInt(100)).toString();
        }
        return lines;
    }

    private static String text(FlameTree tree) {
        StringBuilder text = new StringBuilder();
        for (int node = 0; node < tree.size(); node++) {
            text.append(" ".repeat(tree.level(node)))
                    .append(tree.method(node).name())
                    .append(' ')
                    .append(tree.selfValue(node, 0))
                    .append(' ')
                    .append(tree.selfValue(node, 1))
                    .append('\n');
        }
        return text.toString();
    }
}
