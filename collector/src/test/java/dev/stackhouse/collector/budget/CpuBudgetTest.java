package dev.stackhouse.collector.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.budget.CpuBudget.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuBudgetTest {
    private static final long MILLI = 1_000_000;
    private static final long INTERVAL = 10_000 * MILLI;
    private static final int BEFORE_FIRST = CpuBudget.WARM_UP + CpuBudget.SPAN;

    private final CpuBudget budget = new CpuBudget(0.01);
    private boolean slowed;

    @Test
    void whatIsWithinTheBudgetStaysAsItIs() {
        // 1 % of 20 s of CPU in 10 s.
        assertThat(verdicts(100, 190, 20_000)).containsOnly(Verdict.AS_IT_IS);
    }

    @Test
    void moreThanTheBudgetOverSomeIntervalsIsSlowedAgainAndAgain() {
        List<Verdict> verdicts = verdicts(BEFORE_FIRST + 2 * CpuBudget.SPAN, 210, 20_000);

        assertThat(verdicts.subList(0, BEFORE_FIRST - 1)).containsOnly(Verdict.AS_IT_IS);
        assertThat(verdicts.get(BEFORE_FIRST - 1)).isEqualTo(Verdict.SLOWER);
        assertThat(verdicts.get(BEFORE_FIRST + 2)).isEqualTo(Verdict.SLOWER);
        assertThat(verdicts.get(BEFORE_FIRST + 5)).isEqualTo(Verdict.SLOWER);
        assertThat(verdicts.stream().filter(Verdict.SLOWER::equals)).hasSize(3);
    }

    @Test
    void aStartThatIsDearIsNotHeldAgainstIt() {
        assertThat(verdicts(CpuBudget.WARM_UP, 3_000, 5_000)).containsOnly(Verdict.AS_IT_IS);
        assertThat(verdicts(30, 100, 20_000)).containsOnly(Verdict.AS_IT_IS);
    }

    @Test
    void oneDearIntervalAmongOthersIsNotHeldAgainstIt() {
        verdicts(CpuBudget.WARM_UP, 0, 20_000);

        assertThat(verdicts(1, 400, 20_000)).containsOnly(Verdict.AS_IT_IS);
        assertThat(verdicts(2, 90, 20_000)).containsOnly(Verdict.AS_IT_IS);
    }

    @Test
    void anIdleJvmMayBeWatchedForAFewMillisecondsAllTheSame() {
        assertThat(verdicts(100, 49, 60)).containsOnly(Verdict.AS_IT_IS);
        assertThat(verdicts(CpuBudget.SPAN, 51, 60)).contains(Verdict.SLOWER);
    }

    @Test
    void afterAMinuteWithRoomItIsFasterAgain() {
        verdicts(BEFORE_FIRST, 300, 20_000);

        List<Verdict> verdicts = verdicts(CpuBudget.LEAST_REST, 100, 20_000);

        assertThat(verdicts.subList(0, CpuBudget.LEAST_REST - 1)).containsOnly(Verdict.AS_IT_IS);
        assertThat(verdicts.get(CpuBudget.LEAST_REST - 1)).isEqualTo(Verdict.FASTER);
    }

    @Test
    void withoutRoomItStaysSlow() {
        verdicts(BEFORE_FIRST, 300, 20_000);

        assertThat(verdicts(200, 160, 20_000)).containsOnly(Verdict.AS_IT_IS);
    }

    @Test
    void whatWasTriedInVainIsTriedLessAndLessOften() {
        verdicts(BEFORE_FIRST, 300, 20_000);
        List<Integer> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            waits.add(intervalsUntilFaster());
            verdicts(CpuBudget.SPAN, 300, 20_000);
        }

        assertThat(waits).containsExactly(6, 12, 24, 48, 96, 192, 360, 360, 360);
    }

    @Test
    void whatWasTriedWithSuccessForAWhileIsForgiven() {
        verdicts(BEFORE_FIRST, 300, 20_000);
        intervalsUntilFaster();
        verdicts(CpuBudget.SPAN, 300, 20_000);
        assertThat(intervalsUntilFaster()).isEqualTo(12);
        slowed = false;
        verdicts(30, 100, 20_000);
        verdicts(CpuBudget.SPAN, 300, 20_000);

        assertThat(intervalsUntilFaster()).isEqualTo(CpuBudget.LEAST_REST);
    }

    private int intervalsUntilFaster() {
        int intervals = 1;
        while (budget.judge(100 * MILLI, 20_000 * MILLI, INTERVAL, true) != Verdict.FASTER) {
            intervals++;
        }
        return intervals;
    }

    /** Intervals that cost the same. */
    private List<Verdict> verdicts(int intervals, long ownMillis, long jvmMillis) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < intervals; i++) {
            Verdict verdict = budget.judge(ownMillis * MILLI, jvmMillis * MILLI, INTERVAL, slowed);
            slowed |= verdict == Verdict.SLOWER;
            verdicts.add(verdict);
        }
        return verdicts;
    }
}
