package dev.stackhouse.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found between two versions, and what it is called. */
class ComparisonTest {
    private final SyntheticFleet fleet = SyntheticFleet.ordinary();

    @Test
    void findsNothingBetweenEqualVersions() {
        Outcome outcome = fleet.compare(fleet.instances(10), fleet.instances(10));

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.tooLittle()).isEmpty();
        assertThat(outcome.before().instances()).isEqualTo(10);
    }

    @Test
    void namesTheMethodThatBecameDearerAndNoneThatItMadeLookCheaper() {
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") * 10);

        Outcome outcome = fleet.compare(before, fleet.instances(10));

        assertThat(outcome.findings()).hasSize(1);
        Finding finding = outcome.findings().get(0);
        assertThat(finding.classification()).isEqualTo(Classification.REGRESSION);
        assertThat(finding.unit()).isEqualTo(new Unit(Unit.Type.METHOD_SELF, List.of("m1_3")));
        assertThat(finding.path()).containsExactly("run", "handle", "entry1", "m1_3");
        assertThat(finding.after().share() / finding.before().share()).isCloseTo(10, within(0.6));
        assertThat(finding.after().low())
                .isLessThan(finding.after().share())
                .isGreaterThan(finding.before().high());
        assertThat(finding.gainers()).isNotEmpty();
        assertThat(outcome.hasRegression()).isTrue();
    }

    @Test
    void tellsWhatAChangeCostsInTheUnitOfTheEvent() {
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") + 6000);

        Finding finding = fleet.compare(before, fleet.instances(10)).findings().get(0);

        // 6,000 samples of 10 ms in 600 s are a tenth of a core.
        assertThat(finding.changePerInstance()).isCloseTo(1e8, within(1e7));
    }

    @Test
    void callsWhatBecameCheaperAnImprovement() {
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") / 4);

        Outcome outcome = fleet.compare(before, fleet.instances(10));

        assertThat(outcome.findings()).extracting(Finding::classification).containsExactly(Classification.IMPROVEMENT);
        assertThat(outcome.hasRegression()).isFalse();
    }

    @Test
    void callsWhatASiblingGaveACostShift() {
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") + 500);
        fleet.path("run;handle;entry1;m1_5", fleet.taken("run;handle;entry1;m1_5") - 500);

        Outcome outcome = fleet.compare(before, fleet.instances(10));

        assertThat(outcome.findings()).hasSize(1);
        Finding finding = outcome.findings().get(0);
        assertThat(finding.classification()).isEqualTo(Classification.COST_SHIFT);
        assertThat(finding.donors()).extracting(donor -> donor.unit().method()).contains("m1_5");
    }

    @Test
    void callsAnEntryThatIsCalledMoreOftenAnEntryMix() {
        List<InstanceCounts> before = fleet.instances(10);
        for (int method = 0; method < 12; method++) {
            String path = "run;handle;entry2;m2_" + method;
            fleet.path(path, fleet.taken(path) * 14 / 10);
        }

        Outcome outcome = fleet.compare(before, fleet.instances(10));

        assertThat(outcome.findings()).extracting(Finding::classification).contains(Classification.ENTRY_MIX);
        assertThat(outcome.hasRegression()).isFalse();
    }

    @Test
    void ofAnEntryThatIsCalledMoreOftenTakesNoMethodForDearerThatAFewInstancesMakeLookSo() {
        List<InstanceCounts> before = fleet.instances(30);
        for (int method = 0; method < 12; method++) {
            String path = "run;handle;entry2;m2_" + method;
            fleet.path(path, fleet.taken(path) * 14 / 10);
        }
        List<InstanceCounts> after = new ArrayList<>(fleet.instances(26));
        fleet.path("run;handle;entry2;m2_3", fleet.taken("run;handle;entry2;m2_3") * 6);
        after.addAll(fleet.instances(4));

        Outcome outcome = fleet.compare(before, after);

        assertThat(outcome.findings()).extracting(Finding::classification).contains(Classification.ENTRY_MIX);
        assertThat(outcome.hasRegression()).isFalse();
    }

    @Test
    void findsWhatBecameDearerInAnEntryThatIsCalledMoreOften() {
        List<InstanceCounts> before = fleet.instances(10);
        for (int method = 0; method < 12; method++) {
            String path = "run;handle;entry2;m2_" + method;
            fleet.path(path, fleet.taken(path) * (method == 3 ? 28 : 14) / 10);
        }

        Outcome outcome = fleet.compare(before, fleet.instances(10));

        assertThat(outcome.findings())
                .filteredOn(finding -> finding.classification() == Classification.REGRESSION)
                .extracting(finding -> finding.unit().method())
                .containsExactly("m2_3");
    }

    @Test
    void saysThatOneInstanceIsUnlikeAllOthers() {
        List<InstanceCounts> before = fleet.instances(12);
        List<InstanceCounts> after = new ArrayList<>(fleet.instances(11));
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") * 30);
        after.add(fleet.instance("hot", 1));

        Outcome outcome = fleet.compare(before, after);

        assertThat(outcome.findings()).extracting(Finding::classification).containsExactly(Classification.HOT_INSTANCE);
        Finding finding = outcome.findings().get(0);
        assertThat(finding.unit().method()).isEqualTo("m1_3");
        assertThat(finding.change()).isPositive();
    }

    @Test
    void whatOneInstanceOfEachVersionSpendsMoreOnIsNoHotInstance() {
        List<InstanceCounts> before = new ArrayList<>(fleet.instances(11));
        List<InstanceCounts> after = new ArrayList<>(fleet.instances(11));
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") * 30);
        before.add(fleet.instance("hot", 1));
        after.add(fleet.instance("hot too", 1));

        assertThat(fleet.compare(before, after).findings()).isEmpty();
    }

    @Test
    void takesARenamedMethodForTheSame() {
        fleet.path("run;handle;entry1;Old.name", 900).path("run;handle;entry1;Old.name;callee", 400);
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;Old.name", 0).path("run;handle;entry1;Old.name;callee", 0);
        fleet.path("run;handle;entry1;New.name", 900).path("run;handle;entry1;New.name;callee", 400);

        assertThat(fleet.compare(before, fleet.instances(10)).findings())
                .extracting(Finding::classification)
                .isSubsetOf(Classification.COST_SHIFT);
    }

    @Test
    void findsWhatARenamedMethodCostsMore() {
        fleet.path("run;handle;entry1;Old.name", 900);
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;Old.name", 0).path("run;handle;entry1;New.name", 1500);

        Outcome outcome = fleet.compare(before, fleet.instances(10));

        Finding finding = outcome.findings().stream()
                .filter(found -> found.classification() == Classification.REGRESSION)
                .findFirst()
                .orElseThrow();
        assertThat(finding.unit().method()).isEqualTo("New.name");
        assertThat(finding.before().share()).isGreaterThan(0.01);
    }

    @Test
    void callsMoreOfEverythingALevel() {
        List<InstanceCounts> before = fleet.instances(10);

        Outcome outcome = fleet.compare(before, fleet.instances(10, 2));

        assertThat(outcome.findings()).extracting(Finding::classification).containsExactly(Classification.LEVEL);
        assertThat(outcome.findings().get(0).after().share()).isCloseTo(2, within(0.1));
    }

    @Test
    void namesTheCallerOfManyMethodsThatAreCalledMoreOften() {
        for (int method = 0; method < 8; method++) {
            fleet.path("run;handle;entry1;load;query" + method, 200 + 20 * method);
        }
        List<InstanceCounts> before = fleet.instances(10);
        for (int method = 0; method < 8; method++) {
            fleet.path("run;handle;entry1;load;query" + method, 2 * (200 + 20 * method));
        }

        Outcome outcome = fleet.compare(before, fleet.instances(10));

        assertThat(outcome.findings()).hasSize(1);
        assertThat(outcome.findings().get(0).unit().method()).isEqualTo("load");
    }

    @Test
    void countsARecursiveMethodOnceAStack() {
        fleet.path("run;handle;entry1;walk", 300)
                .path("run;handle;entry1;walk;walk", 300)
                .path("run;handle;entry1;walk;walk;walk", 300);
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;walk", 900)
                .path("run;handle;entry1;walk;walk", 900)
                .path("run;handle;entry1;walk;walk;walk", 900);

        Finding finding = fleet.compare(before, fleet.instances(10)).findings().get(0);

        assertThat(finding.unit().method()).isEqualTo("walk");
        double all = 4 * (12 * 500 + 100 * 66) + 900;
        assertThat(finding.change()).isCloseTo(1800 / all, within(0.003));
    }

    @Test
    void knowsWhetherAChangeIsStillThere() {
        Comparison comparison = new Comparison(fleet.tree, Rules.DEFAULT);
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") + 500);
        List<InstanceCounts> after = fleet.instances(10);
        Finding finding = comparison.compare(before, after, 0).findings().get(0);

        assertThat(comparison.persists(finding, before, after)).isTrue();
        assertThat(comparison.persists(finding, before, before)).isFalse();
        assertThat(comparison.persists(finding, List.of(), List.of())).isFalse();
    }

    @Test
    void knowsTheCauseOfAnotherLook() {
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") + 500);
        Finding one = fleet.compare(before, fleet.instances(10)).findings().get(0);
        Finding again = fleet.compare(before, fleet.instances(10)).findings().get(0);
        fleet.path("run;handle;entry1;m1_3", fleet.taken("run;handle;entry1;m1_3") - 500);
        fleet.path("run;handle;entry3;m3_8", fleet.taken("run;handle;entry3;m3_8") + 500);
        Finding other = fleet.compare(before, fleet.instances(10)).findings().get(0);

        assertThat(one.isSameCauseAs(again)).isTrue();
        assertThat(one.isSameCauseAs(other)).isFalse();
    }

    @Test
    void saysWhatIsMissingForAJudgement() {
        Outcome outcome = fleet.compare(fleet.instances(2), fleet.instances(10));

        assertThat(outcome.tooLittle()).isEqualTo("The older version has 2 of the 3 instances that are needed.");
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.detectable()).isNaN();
        assertThat(fleet.compare(List.of(), List.of()).tooLittle()).isNotEmpty();
    }

    @Test
    void wouldFindSmallerChangesWithMoreInstances() {
        double few = fleet.compare(fleet.instances(4), fleet.instances(4)).detectable();
        double many = fleet.compare(fleet.instances(40), fleet.instances(40)).detectable();

        assertThat(many).isLessThan(few).isGreaterThanOrEqualTo(0.0003);
    }
}
