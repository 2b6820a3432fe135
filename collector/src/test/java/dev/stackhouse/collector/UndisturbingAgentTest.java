package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever is wrong with the agent, the application runs. */
class UndisturbingAgentTest {
    @Test
    void theApplicationRunsWhileKafkaIsAway() throws Exception {
        ProfiledProgram program =
                ProfiledProgram.runUntil("is away", "service=workload,spool.bytes=off,brokers=127.0.0.1:1");

        assertThat(program.output()).contains("runs\n", "lost with this JVM").doesNotContain("Exception", "\tat ");
        assertThat(program.output().replaceAll("(?s).*lost with this JVM: up to (\\d+) samples.*", "$1"))
                .satisfies(samples -> assertThat(Long.parseLong(samples)).isPositive());
    }

    @Test
    void theApplicationRunsUnprofiledWhenSettingsAreWrongAndEveryFaultIsNamed() throws Exception {
        ProfiledProgram program = ProfiledProgram.runUntil("not profiling", "servce=x,cpu.interval=fast");

        assertThat(program.output())
                .contains("runs\n", "not profiling this JVM", "unknown agent argument 'servce'", "'fast'");
    }
}
