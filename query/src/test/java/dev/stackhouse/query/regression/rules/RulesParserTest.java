package dev.stackhouse.query.regression.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.stackhouse.query.regression.route.Route;
import dev.stackhouse.query.regression.route.RouteUrl;
import dev.stackhouse.regression.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RulesParserTest {
    private static final String FILE = """
            page: https://stackhouse.acme.example/
            routes:
              ops: {alertmanager: "http://alertmanager:9093", labels: {team: ops}}
              checkout: {webhook: "https://hooks.acme.example/stackhouse", secret-file: /run/secrets/hook}
              chat: {slack-file: /run/secrets/slack}
            default:
              warm-up: 5m
              routes: [ops]
              shifts: {watch: false, every: 6h}
            rules:
              - match: {service: "batch-*"}
                watch: false
              - match:
                  service: checkout
                  labels: {env: prod*}
                events: [cpu, alloc]
                looks: [90s, 10m, 1h30m]
                error-budget: 0.01%
                floors: {absolute: 0.0001, relative: 5%}
                minimal-instances: 5
                minimal-samples: 20_000
                persistence: 1
                routes: [checkout, ops]
                shifts: {watch: true}
            """;

    @TempDir
    private Path temporary;

    @Test
    void withoutAFileTheDefaultsHold() {
        assertThat(watch(WatchRules.NONE, "checkout", Map.of())).isEqualTo(Watch.DEFAULT);
        assertThat(new RulesParser().parse("").watch("checkout", List::of)).isEqualTo(Watch.DEFAULT);
    }

    @Test
    void theFirstRuleThatSpeaksOfAServiceDecidesAndTheDefaultFillsIt() {
        WatchRules rules = new RulesParser().parse(FILE);

        assertThat(watch(rules, "batch-night", Map.of()).on()).isFalse();
        assertThat(watch(rules, "checkout", Map.of("env", "production")))
                .isEqualTo(new Watch(
                        true,
                        List.of("cpu", "alloc"),
                        Duration.ofMinutes(5),
                        List.of(Duration.ofSeconds(90), Duration.ofMinutes(10), Duration.ofMinutes(90)),
                        new Rules(0.0001, 0.0001, 0.05, 5, 20_000),
                        1,
                        List.of("checkout", "ops"),
                        new ShiftWatch(true, Duration.ofHours(6))));
        assertThat(watch(rules, "other", Map.of()).shifts()).isEqualTo(new ShiftWatch(false, Duration.ofHours(6)));
    }

    @Test
    void routesAreReadWithTheirSecretsInFiles() {
        WatchRules rules = new RulesParser().parse(FILE);

        assertThat(rules.page()).isEqualTo("https://stackhouse.acme.example");
        assertThat(rules.routes())
                .containsOnly(
                        entry(
                                "ops",
                                new Route(
                                        "ops",
                                        Route.Kind.ALERTMANAGER,
                                        RouteUrl.of("http://alertmanager:9093"),
                                        null,
                                        Map.of("team", "ops"))),
                        entry(
                                "checkout",
                                new Route(
                                        "checkout",
                                        Route.Kind.WEBHOOK,
                                        RouteUrl.of("https://hooks.acme.example/stackhouse"),
                                        Path.of("/run/secrets/hook"),
                                        Map.of())),
                        entry(
                                "chat",
                                new Route(
                                        "chat",
                                        Route.Kind.SLACK,
                                        RouteUrl.inFile("/run/secrets/slack"),
                                        null,
                                        Map.of())));
        assertThat(rules.routes().toString()).doesNotContain("hooks.acme.example");
    }

    @Test
    void labelsAreThoseOfAnInstanceAndAreAskedForOnlyIfTheyMatter() {
        WatchRules rules = new RulesParser().parse(FILE);

        assertThat(watch(rules, "checkout", Map.of("env", "staging")).routes()).containsExactly("ops");
        assertThat(watch(rules, "checkout", Map.of()).warmUp()).isEqualTo(Duration.ofMinutes(5));
        assertThat(rules.watch("search", () -> {
                            throw new AssertionError("asked for labels");
                        })
                        .warmUp())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rules: 7|line 1: rules is not a list",
                "rulez: []|line 1: 'rulez' is not known (known: default, page, routes, rules)",
                "default: [a]|line 1: default: is not a map of names and values",
                "default: {match: {}}|line 1: default: 'match' is not known",
                "default: {looks: 10m}|line 1: default: looks is not a list",
                "default: {looks: [10x]}|line 1: default: looks is '10x', not a duration such as 90s, 15m or 1h30m",
                "default: {looks: []}|line 1: default: looks has 0 entries, not 1 to 20",
                "default: {looks: [10m, 10m]}|line 1: default: looks is not ascending",
                "default: {shifts: {every: 30m}}|line 1: default: shifts: every is not at least 1h, in whole minutes",
                "default: {shifts: {every: 1h30s}}|line 1: default: shifts: every is not at least 1h, in whole minutes",
                "default: {shifts: {every: 2d}}|line 1: default: shifts: every is '2d', not a duration",
                "default: {shifts: {on: true}}|line 1: default: shifts: 'on' is not known (known: every, watch)",
                "default: {warm-up: 25h}|line 1: default: warm-up is '25h', not a duration",
                "default: {warm-up: ''}|line 1: default: warm-up is '', not a duration",
                "default: {error-budget: 2}|line 1: default: error-budget is '2', not a share such as",
                "default: {floors: {absolute: -1%}}|line 1: default: floors: absolute is '-1%', not a share",
                "default: {floors: {absolut: 1%}}|line 1: default: floors: 'absolut' is not known",
                "default: {minimal-instances: 1}|line 1: default: minimal-instances is '1', not a number from 2 to",
                "default: {minimal-samples: many}|line 1: default: minimal-samples is 'many', not a number from 1 to",
                "default: {persistence: 0}|line 1: default: persistence is '0', not a number from 1 to 20",
                "default: {events: [cpu, gpu]}|line 1: default: events is 'gpu', not one of alloc, cpu, live,",
                "default: {events: []}|line 1: default: events is empty",
                "default: {routes: [ops]}|line 1: default: routes is 'ops', not a route of this file, which has none",
                "{routes: {ops: {slack: 'https://a/b'}}, default: {routes: [op]}}|routes is 'op', not a route of this file (ops)",
                "routes: {'a b': {slack: 'https://a/b'}}|line 1: routes: a b is no name of a route",
                "routes: {ops: {}}|line 1: routes: ops has 0 of alertmanager, webhook,",
                "routes: {ops: {slack: 'https://a/b', webhook: 'https://a/b'}}|line 1: routes: ops has 2 of alertmanager",
                "routes: {ops: {webhook: 'ops.example'}}|routes: ops: webhook is 'ops.example', not an address such as",
                "routes: {ops: {slack: 'https://a/b', secret-file: /a}}|routes: ops: secret-file is for webhooks alone",
                "routes: {ops: {slack: 'https://a/b', labels: {a: b}}}|routes: ops: labels are for alertmanager alone",
                "routes: {ops: {alertmanager: 'https://a', labels: {a-b: c}}}|labels has 'a-b', which is no name of a label",
                "routes: {ops: {mail: a@b}}|routes: ops: 'mail' is not known",
                "page: stackhouse|line 1: page is 'stackhouse', not an address such as",
                "default: {watch: no}|line 1: default: watch is 'no', not true or false",
                "default: {watch: {a: b}}|line 1: default: watch is not a single value",
                "default: {watch: true, watch: true}|line 1: default: 'watch' is there twice",
                "rules: [{watch: false}]|line 1: it has no match",
                "rules: [{match: {host: a}}]|line 1: rule 1: match: 'host' is not known (known: labels, service)",
                "rules: [{match: {labels: a}}]|line 1: rule 1: match: labels: is not a map",
                "rules: [|line 1: it is not YAML"
            })
    void eachFaultIsNamedWithItsLine(String file, String fault) {
        assertThatThrownBy(() -> new RulesParser().parse(file))
                .isInstanceOf(RulesException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        String faulty = """
                default:
                  persistence: often
                rules:
                  - match: {service: a}
                    looks: [10m, 5m]
                  - watch: maybe
                """;

        assertThatThrownBy(() -> new RulesParser().parse(faulty))
                .isInstanceOfSatisfying(RulesException.class, e -> assertThat(e.faults())
                        .containsExactlyInAnyOrder(
                                "line 2: default: persistence is 'often', not a number from 1 to 20",
                                "line 5: rule 1: looks is not ascending",
                                "line 6: it has no match, which says of which services it speaks",
                                "line 6: rule 2: watch is 'maybe', not true or false"));
    }

    @Test
    void aFileThatChangesIsReadAgainAndAFaultyOneLeavesTheRulesAsTheyWere() throws Exception {
        Path path = Files.writeString(temporary.resolve("rules.yaml"), FILE);
        RulesFile file = RulesFile.open(path);
        assertThat(file.reload()).isFalse();

        write(path, "rules: 7", 1_000);
        assertThat(file.reload()).isFalse();
        assertThat(file.isGood()).isFalse();
        assertThat(watch(file.rules(), "batch-night", Map.of()).on()).isFalse();

        write(path, "{routes: {night: {slack: 'https://a/b'}}, default: {routes: [night]}}", 2_000);
        assertThat(file.reload()).isTrue();
        assertThat(file.isGood()).isTrue();
        assertThat(watch(file.rules(), "batch-night", Map.of()).routes()).containsExactly("night");

        Files.delete(path);
        assertThat(file.reload()).isFalse();
        assertThat(file.isGood()).isFalse();
        assertThat(watch(file.rules(), "batch-night", Map.of()).routes()).containsExactly("night");
    }

    @Test
    void aFaultyFileAtTheStartIsRefused() throws Exception {
        Path path = Files.writeString(temporary.resolve("rules.yaml"), "rules: 7");

        assertThatThrownBy(() -> RulesFile.open(path)).isInstanceOf(RulesException.class);
        assertThat(RulesFile.open(null).rules()).isSameAs(WatchRules.NONE);
    }

    @Test
    void theRulesThatAreDeployedAreTheDefaults() throws Exception {
        Path manifest = Path.of(System.getProperty("stackhouse.root", ".."), "deploy/k8s/base/regression-rules.yaml");
        Map<?, ?> map = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(manifest));
        String rules = (String) ((Map<?, ?>) map.get("data")).get("rules.yaml");

        assertThat(new RulesParser().parse(rules).watch("checkout", List::of)).isEqualTo(Watch.DEFAULT);
    }

    private static void write(Path path, String text, long millis) throws Exception {
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
    }

    private static Watch watch(WatchRules rules, String service, Map<String, String> labels) {
        return rules.watch(service, () -> List.of(labels));
    }
}
