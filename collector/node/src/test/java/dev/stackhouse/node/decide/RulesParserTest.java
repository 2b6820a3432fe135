package dev.stackhouse.node.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesParserTest {
    private static final String FILE = """
            rules:
              - command: 'org\\.gradle|maven'
                profile: false
              - command: '-jar /srv/(?<name>[a-z]+)-[0-9.]+\\.jar'
                user: shop|1000
                service: ${name}
                set-labels: {team: checkout}
              - labels: {version: '4.*'}
                service: by-label
            default: ignore
            """;

    @TempDir
    private Path temporary;

    @Test
    void theFirstRuleThatSpeaksOfAJvmDecides() {
        Rules rules = new RulesParser(Map.of()).parse(FILE);

        Decision jar = decide(rules, jvm("shop", Map.of(), "java", "-Xmx1g", "-jar", "/srv/pay-1.2.jar", "serve"));
        assertThat(jar.profile()).isTrue();
        assertThat(jar.service()).isEqualTo("pay");
        assertThat(jar.labels()).containsEntry("team", "checkout");
        assertThat(decide(rules, jvm("other", Map.of(), "java", "-jar", "/srv/pay-1.2.jar"))
                        .profile())
                .isFalse();
        assertThat(decide(rules, jvm("1000", Map.of(), "java", "org.gradle.Main"))
                        .profile())
                .isFalse();
        assertThat(decide(rules, jvm("x", Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.version=41"), "java", "Main"))
                        .service())
                .isEqualTo("by-label");
    }

    @Test
    void whatTheJvmsEnvironmentSaysIsStronger() {
        Rules rules = new RulesParser(Map.of()).parse(FILE);
        String[] command = {"java", "-jar", "/srv/pay-1.2.jar"};

        assertThat(decide(rules, jvm("shop", Map.of("STACKHOUSE_PROFILE", "off"), command))
                        .profile())
                .isFalse();
        assertThat(decide(rules, jvm("shop", Map.of("STACKHOUSE_SERVICE", "till"), command))
                        .service())
                .isEqualTo("till");
    }

    @Test
    void withoutAFileEveryJvmIsProfiledButStackhouseItselfAndThoseWithAnAgent() {
        Rules rules = Rules.none(Map.of());

        assertThat(decide(rules, jvm("x", Map.of(), "java", "-cp", "a:b", "com.acme.Shop"))
                        .service())
                .isEqualTo("Shop");
        assertThat(decide(rules, jvm("x", Map.of(), "java", "dev.stackhouse.broker.BrokerMain"))
                        .profile())
                .isFalse();
        assertThat(decide(rules, jvm("x", Map.of(), "java", "-javaagent:/a/stackhouse-collector.jar=x", "Main"))
                        .profile())
                .isFalse();
        assertThat(decide(rules, jvm("x", Map.of("STACKHOUSE_CPU_INTERVAL", "fast"), "java", "Main"))
                        .why())
                .contains("STACKHOUSE_CPU_INTERVAL");
    }

    @Test
    void everyFaultIsNamed() {
        String faulty = """
                rules:
                  - comand: x
                    profile: maybe
                  - command: '(['
                  - command: '(a)'
                    service: '${name} $2'
                  - just words
                default: sometimes
                """;

        assertThatThrownBy(() -> new RulesParser(Map.of()).parse(faulty))
                .isInstanceOf(RulesException.class)
                .hasMessageContaining("rule 1: 'comand' is not known")
                .hasMessageContaining("rule 1: profile is 'maybe'")
                .hasMessageContaining("rule 2: command is no regular expression")
                .hasMessageContaining("rule 3: service names the group ${name}")
                .hasMessageContaining("rule 3: service names the group $2")
                .hasMessageContaining("rule 4 is not a map")
                .hasMessageContaining("default is 'sometimes'");
        assertThatThrownBy(() -> new RulesParser(Map.of()).parse("rules: [")).hasMessageContaining("not YAML");
    }

    @Test
    void aFaultyFileLeavesTheRulesAsTheyWere() throws Exception {
        Path path = Files.writeString(temporary.resolve("rules.yaml"), FILE);
        RulesFile file = RulesFile.open(path, Map.of());
        assertThat(file.reload()).isFalse();

        Files.writeString(path, "rules: 7");
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000));
        assertThat(file.reload()).isFalse();
        assertThat(decide(file.rules(), jvm("x", Map.of(), "java", "Main")).profile())
                .isFalse();

        Files.writeString(path, "default: profile");
        Files.setLastModifiedTime(path, FileTime.fromMillis(2_000));
        assertThat(file.reload()).isTrue();
        assertThat(decide(file.rules(), jvm("x", Map.of(), "java", "Main")).profile())
                .isTrue();
    }

    private Decision decide(Rules rules, JvmProcess jvm) {
        return rules.decide(new ProcFs(temporary), jvm);
    }

    private static JvmProcess jvm(String user, Map<String, String> environment, String... command) {
        return new JvmProcess(
                1,
                1,
                1,
                5,
                5,
                user,
                List.of(command),
                environment,
                "/jdk/lib/server/libjvm.so",
                List.of(),
                true,
                false);
    }
}
