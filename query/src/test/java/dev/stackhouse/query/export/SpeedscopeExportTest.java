package dev.stackhouse.query.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stackhouse.query.FoldedStacks;
import dev.stackhouse.query.flamegraph.FlameTree;
import dev.stackhouse.query.flamegraph.MethodStacks;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class SpeedscopeExportTest {
    @Test
    void isTheGoldenFile() throws IOException {
        String file = SpeedscopeExport.write(
                "checkout cpu",
                FlameTree.of(MethodStacks.of(FoldedStacks.parse("A.a;B.b 5", "A.a;B.b;C.c 3", "A.a 2", "D.d\"x 1"))),
                "nanoseconds");

        try (InputStream golden = SpeedscopeExportTest.class.getResourceAsStream("golden.speedscope.json")) {
            assertThat(new ObjectMapper().readTree(file)).isEqualTo(new ObjectMapper().readTree(golden));
        }
    }
}
