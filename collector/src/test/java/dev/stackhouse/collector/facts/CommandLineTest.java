package dev.stackhouse.collector.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void endsWithTheMainClassAndLeavesItsArgumentsOut() {
        CommandLine command =
                of("/usr/bin/java -Xmx1g -cp /a.jar:/b.jar --add-modules jdk.jfr com.acme.Main --key s -X");

        assertThat(command.jvmArguments()).containsExactly("-Xmx1g", "--add-modules=jdk.jfr");
        assertThat(command.main()).isEqualTo("com.acme.Main");
        assertThat(command.applicationJar()).isEqualTo("/a.jar");
    }

    @Test
    void endsWithTheJar() {
        CommandLine command = of("java -Da=b -classpath /x -jar app.jar --port 1");

        assertThat(command.jvmArguments()).containsExactly("-Da=b");
        assertThat(command.main()).isEqualTo("app.jar");
        assertThat(command.applicationJar()).isEqualTo("app.jar");
    }

    @Test
    void endsWithTheModule() {
        CommandLine command = of("java --module-path mods -p more --class-path=/x -m acme/com.acme.Main a");

        assertThat(command.jvmArguments()).isEmpty();
        assertThat(command.main()).isEqualTo("acme/com.acme.Main");
        assertThat(command.applicationJar()).isEmpty();
    }

    @Test
    void takesWhateverThereIs() {
        assertThat(of("").main()).isEmpty();
        assertThat(of("java").main()).isEmpty();
        assertThat(of("java -jar").main()).isEmpty();
        assertThat(of("java -cp").applicationJar()).isEmpty();
    }

    private static CommandLine of(String command) {
        return CommandLine.of((command.replace(' ', '\0') + "\0").getBytes(UTF_8));
    }
}
