package dev.stackhouse.query.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stackhouse.query.FoldedStacks;
import dev.stackhouse.query.flamegraph.FlameTree;
import dev.stackhouse.query.flamegraph.MethodStacks;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HtmlExportTest {
    @Test
    void carriesTheDataAndTheComponent() throws IOException {
        String page = html("checkout cpu", "A.a;B.b 7", "A.a 2");

        JsonNode data = data(page);
        assertThat(data.get("names").toString()).isEqualTo("[\"A.a\",\"B.b\",\"all\"]");
        assertThat(data.get("levels").toString()).isEqualTo("[0,1,2]");
        assertThat(data.get("nameIndexes").toString()).isEqualTo("[2,0,1]");
        assertThat(data.get("selfValues").toString()).isEqualTo("[0,2,7]");
        assertThat(data.get("unit").textValue()).isEqualTo("UNIT_NANOSECONDS");
        assertThat(data.get("rangeMillis").longValue()).isEqualTo(60_000);
        assertThat(page).contains("export class FlameGraph", "<title>checkout cpu</title>");
    }

    @Test
    void asksNobodyForAnything() {
        assertThat(html("x", "A.a 1")).doesNotContain("src=", "href=", "\nimport ", "@import");
    }

    @Test
    void namesCannotBreakOutOfTheirPlace() throws IOException {
        String page = html("<b>${data}", "A.a;C.</script><script>evil 7");

        assertThat(page).contains("&lt;b&gt;${data}").doesNotContain("<script>evil");
        assertThat(data(page).get("names").toString()).contains("</script><script>evil");
    }

    private static JsonNode data(String page) throws IOException {
        String start = "type=\"application/json\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    private static String html(String title, String... lines) {
        FlameTree tree = FlameTree.of(MethodStacks.of(FoldedStacks.parse(lines)));
        return HtmlExport.write(title, tree, "cpu", "UNIT_NANOSECONDS", 60_000);
    }
}
