package dev.stackhouse.query.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.FoldedStacks;
import dev.stackhouse.query.flamegraph.FlameTree;
import dev.stackhouse.query.flamegraph.MethodStacks;
import org.junit.jupiter.api.Test;

class CollapsedExportTest {
    @Test
    void writesALinePerDistinctStack() {
        String text = collapsed(
                "A.run;B.b;C.c:7 30", "Z.z 1", "A.run;B.b 5", "A.run;B.b;C.c:8 2", "A.run;D.d;do_syscall_64_[k] 7");

        assertThat(text).isEqualTo("""
                        A.run;B.b 5
                        A.run;B.b;C.c 32
                        A.run;D.d;do_syscall_64 7
                        Z.z 1
                        """);
    }

    @Test
    void nothingIsAnEmptyFile() {
        assertThat(collapsed()).isEmpty();
    }

    private static String collapsed(String... lines) {
        return CollapsedExport.write(FlameTree.of(MethodStacks.of(FoldedStacks.parse(lines))));
    }
}
