package dev.stackhouse.bench.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stackhouse.regression.Rules;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few simulated deploys of the evaluation: who is told, and who is not. */
class RegressionsTest {
    private static final int INSTANCES = 20;

    @Test
    void tellsOfAStepOfOnePerCentAndNamesIt() {
        List<Case.Result> results =
                List.of(run(Scenario.STEP, 0.01, 1), run(Scenario.STEP, 0.01, 2), run(Scenario.STEP, 0.01, 3));

        assertThat(results).allMatch(Case.Result::isFound).allMatch(Case.Result::near);
        assertThat(results).allMatch(result -> result.falseAlerts() == 0);
        assertThat(results).allMatch(result -> result.found() == Case.LOOK_MINUTES[0]);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUIET", "COST_SHIFT", "RENAMED", "TRAFFIC", "HOT_INSTANCE", "IMPROVEMENT"})
    void tellsNobodyOfWhatIsNoRegression(Scenario scenario) {
        for (int seed = 1; seed <= 3; seed++) {
            Case.Result result = run(scenario, 0.01, seed);
            assertThat(result.falseAlerts()).as("%s", result).isZero();
            assertThat(result.isFound()).isFalse();
        }
    }

    @Test
    void whatCanNotBeToldAnyMoreIsLeftOutOnlyWhereOursJudgesAlone() {
        for (int seed = 1; seed <= 3; seed++) {
            for (Scenario scenario : List.of(Scenario.STEP, Scenario.TRANSIENT)) {
                List<Case.Result> beside = new Case(Case.Group.CELL, scenario, 0.01, INSTANCES, seed)
                        .run(List.of(new OurDetector(Rules.DEFAULT), new ThresholdDetector()));

                assertThat(run(scenario, 0.01, seed)).isEqualTo(beside.get(0));
                assertThat(beside)
                        .extracting(Case.Result::detector)
                        .containsExactly(Case.OURS, Case.OURS_SOONER, "threshold");
            }
        }
    }

    @Test
    void scenariosThatAreChosenAreJudgedAlike() throws Exception {
        Evaluation all = new Evaluation(1, 1, 1, 0, 1, EnumSet.allOf(Scenario.class), false);
        Evaluation chosen = new Evaluation(1, 1, 1, 0, 1, EnumSet.of(Scenario.ENTRY_MIX), false);

        assertThat(chosen.cases()).isNotEmpty().allMatch(deploy -> deploy.scenario() == Scenario.ENTRY_MIX);
        assertThat(all.cases()).containsAll(chosen.cases());
        assertThat(chosen.run().cells()).allMatch(row -> row.get("false").equals(0));
    }

    @Test
    void fewEventsLeaveALargerRatePossible() {
        // Tables of the chi-square distribution, halved.
        assertThat(Figures.mostLikely(0)).isCloseTo(2.996, within(0.001));
        assertThat(Figures.mostLikely(3)).isCloseTo(7.754, within(0.001));
    }

    @Test
    void aSeedRepeatsADeploy() {
        Deploy one = new Deploy(3, Scenario.STEP, 0.01, 5, false);
        Deploy other = new Deploy(3, Scenario.STEP, 0.01, 5, false);
        one.sampleForLook(10);
        other.sampleForLook(10);

        assertThat(one.newer().get(2).samples()).isEqualTo(other.newer().get(2).samples());
        assertThat(one.planted).isEqualTo(other.planted);
    }

    private static Case.Result run(Scenario scenario, double size, long seed) {
        return new Case(Case.Group.CELL, scenario, size, INSTANCES, seed)
                .run(List.of(new OurDetector(Rules.DEFAULT)))
                .get(0);
    }
}
