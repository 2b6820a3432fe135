package dev.stackhouse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The alert rules that are shipped are those that docs/operating.md explains, on metrics that it names. */
class AlertsTest {
    private static final Pattern EXPLAINED =
            Pattern.compile("\\*\\*(\\w+)\\*\\* `([^`]+)` for (\\w+), (\\w+) \\| (\\S.*) \\|");
    private static final Pattern NAMED = Pattern.compile("(?m)^\\| `([a-z]\\w+)`");
    private static final Pattern METRIC = Pattern.compile("\\b(?:flink|stackhouse|jvm|process)_\\w+");

    /** https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
    record RuleFile(List<Group> groups) {}

    record Group(String name, List<Rule> rules) {}

    record Rule(
            String alert,
            String expr,
            @JsonProperty("for") @Nullable String duration,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    record Alert(String name, String expression, String duration, String severity, String first) {}

    private static String guide;
    private static List<Alert> rules;

    @BeforeAll
    static void read() throws Exception {
        guide = Files.readString(SourceText.root().resolve("docs/operating.md"));
        RuleFile file = new ObjectMapper(new YAMLFactory())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(
                        SourceText.root()
                                .resolve("deploy/k8s/monitoring/rules.yaml")
                                .toFile(),
                        RuleFile.class);
        rules = file.groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(rule -> new Alert(
                        rule.alert(),
                        rule.expr(),
                        Objects.requireNonNullElse(rule.duration(), "0m"),
                        rule.labels().get("severity"),
                        rule.annotations().get("first")))
                .toList();
    }

    @Test
    void rulesAreThoseThatTheGuideExplains() {
        List<Alert> explained = new ArrayList<>();
        Matcher row = EXPLAINED.matcher(guide);
        while (row.find()) {
            explained.add(new Alert(row.group(1), row.group(2), row.group(3), row.group(4), row.group(5)));
        }

        assertThat(rules).isNotEmpty().containsExactlyElementsOf(explained);
        assertThat(rules).extracting(Alert::severity).containsOnly("page", "ticket");
        assertThat(rules).extracting(Alert::name).doesNotHaveDuplicates();
    }

    @Test
    void rulesAskForMetricsThatTheGuideNames() {
        Set<String> named = new TreeSet<>();
        Matcher row = NAMED.matcher(guide);
        while (row.find()) {
            named.add(row.group(1));
        }
        for (Alert rule : rules) {
            Matcher metric = METRIC.matcher(rule.expression());
            while (metric.find()) {
                assertThat(named).as(rule.name()).contains(metric.group());
            }
        }
    }
}
