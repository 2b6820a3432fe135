package dev.stackhouse.query.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.stackhouse.query.FoldedStacks;
import dev.stackhouse.query.flamegraph.FlameTree;
import dev.stackhouse.query.flamegraph.MethodStacks;
import dev.stackhouse.storage.read.StackTotals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Every format of the same four stacks, byte by byte; what a change does to files that people keep is seen in the diff. */
class GoldenFilesTest {
    private static final StackTotals STACKS =
            FoldedStacks.parse("A.a:1;B.b:2 5", "A.a:1;B.b:2;C.c:3 3", "A.a:1 2", "D.d\"x 1");

    private final FlameTree tree = FlameTree.of(MethodStacks.of(STACKS));

    @Test
    void collapsed() {
        assertThat(CollapsedExport.write(tree)).isEqualTo(golden("golden.collapsed"));
    }

    @Test
    void speedscope() {
        assertThat(SpeedscopeExport.write("checkout cpu", tree, "nanoseconds"))
                .isEqualToIgnoringWhitespace(golden("golden.speedscope.json"));
    }

    /** Decompressed, by numbers of fields. */
    @Test
    void pprof() throws IOException {
        byte[] file = PprofExport.write(STACKS, "cpu", "nanoseconds", 1_000_000, 1_060_000);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            assertThat(UnknownFieldSet.parseFrom(in.readAllBytes()).toString()).isEqualTo(golden("golden.pprof.txt"));
        }
    }

    /** Without the component and its style, which are those of the page. */
    @Test
    void html() {
        String page = HtmlExport.write("checkout cpu", tree, "cpu", "UNIT_NANOSECONDS", 60_000);
        String withoutComponent = page.replaceAll("(?s)<style>.*?</style>", "<style></style>")
                .replaceAll("(?s)<script type=\"module\">.*?</script>", "<script type=\"module\"></script>");

        assertThat(withoutComponent).isEqualTo(golden("golden.html"));
    }

    private static String golden(String name) {
        try (InputStream in = Objects.requireNonNull(GoldenFilesTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
