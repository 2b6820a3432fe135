package dev.stackhouse.bench.regression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SteadyCaseTest {
    @Test
    void aStepIsFoundWhereItIs() {
        SteadyCase.Result result = new SteadyCase(Scenario.STEP, 0.01, 20, 1, 7).run();
        assertThat(result.isFound()).isTrue();
        assertThat(result.near()).isTrue();
        assertThat(result.falseAlerts()).isZero();
    }

    @Test
    void anEntryPointThatIsCalledMoreOftenIsNone() {
        SteadyCase.Result result = new SteadyCase(Scenario.ENTRY_MIX, 0, 20, 1, 7).run();
        assertThat(result.falseAlerts()).isZero();
    }
}
