package dev.stackhouse.collector.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx1g",
                "-XX:+UseG1GC",
                "-XX:MaxRAMPercentage=75.0",
                "-XX:HeapDumpPath=/var/dumps",
                "-Xlog:gc*:file=/var/log/gc.log:time",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-ea:com.acme...",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=Europe/Berlin",
                "-Dcom.acme.debug",
                "-javaagent:/opt/agent.jar"
            })
    void showsWhatIsHarmless(String argument) {
        assertThat(Flags.shown(List.of(argument))).isEqualTo(argument);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-Ddb.password=hunter2 | -Ddb.password=***",
                "-Ddb.url=jdbc:x://u:hunter2@db/x | -Ddb.url=***",
                "-Dquiet=hunter2 | -Dquiet=***",
                "-Djava.naming.security.credentials=hunter2 | -Djava.naming.security.credentials=***",
                "-Dfile.encoding=hunter2 and more | -Dfile.encoding=***",
                "-Dodd name hunter2=1 | -D***",
                "-javaagent:/opt/apm.jar=key=hunter2 | -javaagent:/opt/apm.jar=***",
                "-agentlib:jdwp=transport=dt_socket,address=hunter2 | -agentlib:jdwp=***",
                "-agentpath:/opt/lib.so=hunter2 | -agentpath:/opt/lib.so=***",
                "-Xrunjdwp:hunter2 | -Xrunjdwp:***",
                "-XX:OnOutOfMemoryError=hunter2 | -XX:OnOutOfMemoryError=***",
                "-XX:OnError=curl http://u:hunter2@x | -XX:OnError=***",
                "-XX:Flags=http://u:hunter2@x | -XX:Flags=***",
                "-Xtoken:hunter2 | ***",
                "-Xapi-key=hunter2 | -Xapi-key=***",
                "hunter2 | ***",
                "@/etc/hunter2 | ***"
            })
    void masksWhatMayBeASecret(String argument, String shown) {
        assertThat(Flags.shown(List.of(argument))).isEqualTo(shown).doesNotContain("hunter2");
    }

    @Test
    void keepsTheOrder() {
        assertThat(Flags.shown(List.of("-Xmx1g", "-Da=b", "-Xms1g"))).isEqualTo("-Xmx1g -Da=*** -Xms1g");
        assertThat(Flags.shown(List.of())).isEmpty();
    }
}
