package dev.stackhouse.query.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.query.FoldedStacks;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackFilterTest {
    private final StackTotals stacks = FoldedStacks.parse(
            "shop.Main.run;shop.cart.Cart.add;java.util.HashMap.get 1",
            "shop.Main.run;shop.cart.Cart.total 2",
            "shop.Main.run;java.util.HashMap.put 4",
            "shop.Main.run;write_[k] 8");

    @Test
    void keepsStacksInWhichEachIncludedPatternOccurs() {
        assertThat(value(filter(List.of("shop.cart.*"), List.of()))).isEqualTo(3);
        assertThat(value(filter(List.of("shop.cart.*", "java.util.HashMap.get"), List.of())))
                .isEqualTo(1);
        assertThat(value(filter(List.of("/HashMap\\.(get|put)/"), List.of()))).isEqualTo(5);
        assertThat(value(filter(List.of("shop.cart"), List.of()))).isZero();
    }

    @Test
    void dropsStacksInWhichAnyExcludedPatternOccurs() {
        assertThat(value(filter(List.of(), List.of("java.util.*", "write")))).isEqualTo(2);
        assertThat(value(filter(List.of("shop.cart.*"), List.of("/get$/")))).isEqualTo(2);
    }

    @Test
    void keepsStacksByTheTypeOfTheirLeaf() {
        assertThat(value(StackFilter.of(List.of(), List.of(), "", List.of(FrameType.FRAME_TYPE_KERNEL))))
                .isEqualTo(8);
        assertThat(value(StackFilter.of(List.of(), List.of(), "", List.of(FrameType.FRAME_TYPE_JIT_COMPILED))))
                .isEqualTo(7);
    }

    @Test
    void labelsOfTheApplicationAreRootsBeforeTheThread() {
        FrameRow label = new FrameRow("", "endpoint=/pay", 0, FrameType.FRAME_TYPE_LABEL_VALUE);
        FrameRow thread = new FrameRow("", "http-#", 0, FrameType.FRAME_TYPE_THREAD_VALUE);
        FrameRow run = new FrameRow("A", "a", 1, FrameType.FRAME_TYPE_JIT_COMPILED_VALUE);
        StackTotals labelled = new StackTotals(
                List.of(
                        new StackTotal(List.of(label, thread, run), 5, 5),
                        new StackTotal(List.of(label, run), 3, 3),
                        new StackTotal(List.of(thread, run), 1, 1)),
                1);

        assertThat(filter(List.of("endpoint=/pay"), List.of()).apply(labelled).stacks())
                .containsExactly(new StackTotal(List.of(label, run), 5, 5), new StackTotal(List.of(label, run), 3, 3));
        assertThat(filter(List.of(), List.of("/^endpoint=/")).apply(labelled).stacks())
                .containsExactly(new StackTotal(List.of(run), 1, 1));
        assertThat(StackFilter.of(List.of(), List.of(), "http-#", List.of())
                        .apply(labelled)
                        .stacks())
                .extracting(StackTotal::value)
                .containsExactly(5L, 1L);
    }

    @Test
    void keepsStacksOfAThreadAndNeverShowsItsName() {
        StackTotals threads = new StackTotals(
                List.of(
                        of("http-#", "shop.Main.run;A.a 5"),
                        of("gc-#", "A.a 3"),
                        FoldedStacks.parse("B.b 2").stacks().get(0)),
                1);

        assertThat(StackFilter.of(List.of(), List.of(), "http-#", List.of())
                        .apply(threads)
                        .stacks())
                .extracting(StackTotal::value)
                .containsExactly(5L);
        assertThat(StackFilter.of(List.of(), List.of(), "/^(http|gc)-/", List.of())
                        .apply(threads)
                        .stacks())
                .hasSize(2);
        assertThat(filter(List.of(), List.of()).apply(threads).stacks())
                .flatExtracting(StackTotal::frames)
                .extracting(FrameRow::type)
                .doesNotContain(FrameType.FRAME_TYPE_THREAD_VALUE);
        assertThat(StackFilter.byThread(threads)).containsOnlyKeys("http-#", "gc-#", "");
    }

    @Test
    void saysWhatIsWrongWithAPattern() {
        assertThatThrownBy(() -> filter(List.of("/(/"), List.of()))
                .isInstanceOf(FilterException.class)
                .hasMessageContaining("include is '/(/'");
        assertThatThrownBy(() -> filter(List.of(), List.of(" "))).hasMessageContaining("exclude is empty");
        assertThatThrownBy(() -> StackFilter.of(List.of(), List.of(), "/[/", List.of()))
                .hasMessageContaining("thread is '/[/'");
    }

    private static StackTotal of(String thread, String line) {
        StackTotal stack = FoldedStacks.parse(line).stacks().get(0);
        List<FrameRow> frames = new ArrayList<>(stack.frames());
        frames.add(0, new FrameRow("", thread, 0, FrameType.FRAME_TYPE_THREAD_VALUE));
        return new StackTotal(frames, stack.value(), stack.samples());
    }

    private static StackFilter filter(List<String> include, List<String> exclude) {
        return StackFilter.of(include, exclude, "", List.of());
    }

    private long value(StackFilter filter) {
        return filter.apply(stacks).stacks().stream()
                .mapToLong(StackTotal::value)
                .sum();
    }
}
