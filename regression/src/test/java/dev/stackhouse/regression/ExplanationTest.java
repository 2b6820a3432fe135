package dev.stackhouse.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExplanationTest {
    private static final String PATH = "run;handle;entry1;m1_4";

    private static Suspect suspect(String method, double before, double after) {
        return new Suspect(new Unit(Unit.Type.METHOD_SELF, List.of(method)), before, after, 1e-6, 490_000);
    }

    @Test
    void instancesBeforeAndAfterSayWhatASuspectIs() {
        SyntheticFleet fleet = SyntheticFleet.ordinary();
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path(PATH, 2 * fleet.taken(PATH));
        Outcome outcome = new Comparison(fleet.tree, Rules.DEFAULT)
                .explain(before, fleet.instances(10), List.of(suspect("m1_4", 0.01, 0.02)));
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.classification()).isEqualTo(Classification.REGRESSION);
            assertThat(finding.unit().method()).isEqualTo("m1_4");
        });
    }

    @Test
    void whatNobodySuspectsIsLeftOut() {
        SyntheticFleet fleet = SyntheticFleet.ordinary();
        List<InstanceCounts> before = fleet.instances(10);
        fleet.path(PATH, 2 * fleet.taken(PATH));
        Outcome outcome = new Comparison(fleet.tree, Rules.DEFAULT)
                .explain(before, fleet.instances(10), List.of(suspect("m2_3", 0.01, 0.02)));
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void oneInstanceIsNoRegression() {
        SyntheticFleet fleet = SyntheticFleet.ordinary();
        List<InstanceCounts> before = fleet.instances(10);
        List<InstanceCounts> after = new ArrayList<>(fleet.instances(9));
        fleet.path(PATH, 12 * fleet.taken(PATH));
        after.add(fleet.instance("hot", 1));
        Outcome outcome =
                new Comparison(fleet.tree, Rules.DEFAULT).explain(before, after, List.of(suspect("m1_4", 0.01, 0.02)));
        assertThat(outcome.findings()).noneMatch(finding -> finding.classification() == Classification.REGRESSION);
    }

    @Test
    void twoInstancesAreTooLittle() {
        SyntheticFleet fleet = SyntheticFleet.ordinary();
        Outcome outcome = new Comparison(fleet.tree, Rules.DEFAULT)
                .explain(fleet.instances(2), fleet.instances(2), List.of(suspect("m1_4", 0.01, 0.02)));
        assertThat(outcome.tooLittle()).contains("2 of the 3 instances");
    }
}
