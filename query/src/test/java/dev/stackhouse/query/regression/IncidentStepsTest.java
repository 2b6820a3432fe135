package dev.stackhouse.query.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentNote;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.query.compare.VersionComparison.Compared;
import dev.stackhouse.query.regression.rules.Watch;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Estimate;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.regression.Side;
import dev.stackhouse.regression.Unit;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class IncidentStepsTest {
    private static final Deploy DEPLOY = new Deploy("shop", "41", "42", 600_000, 900_000);
    /** People are told after two looks. */
    private static final Watch WATCH = new Watch(
            true,
            Watch.DEFAULT.events(),
            Watch.DEFAULT.warmUp(),
            Watch.DEFAULT.looks(),
            Watch.DEFAULT.rules(),
            2,
            Watch.DEFAULT.routes(),
            Watch.DEFAULT.shifts());

    private static final int LAST = WATCH.looks().size() - 1;

    @Test
    void whatWasFoundOnceGoesAwayWhenItIsNotFoundAgain() {
        Incident candidate = found(0, null, finding(0.08));

        Incident gone = steps(1).whenMissed(candidate, "Not found any more.");

        assertThat(candidate.getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);
        assertThat(candidate.getReason()).isEqualTo("Found at one look; people are told when it is 2.");
        assertThat(gone.getState()).isEqualTo(IncidentState.INCIDENT_STATE_WENT_AWAY);
        assertThat(gone.getReason()).isEqualTo("Not found any more.");
        assertThat(gone.getFiredUnixMillis()).isZero();
    }

    @Test
    void whatFiredIsResolvedAndMayBeginAgain() {
        Incident firing = found(1, found(0, null, finding(0.08)), finding(0.08));
        Incident resolved = steps(2).whenMissed(firing, "Not found any more.");

        assertThat(firing.getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
        assertThat(firing.getFoundInARow()).isEqualTo(2);
        assertThat(resolved.getState()).isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
        assertThat(resolved.getFiredUnixMillis()).isEqualTo(firing.getFiredUnixMillis());
        Incident again = found(3, resolved, finding(0.08));
        assertThat(again.getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);
        assertThat(again.getFiredUnixMillis()).isZero();
        assertThat(again.getFirstFoundUnixMillis()).isEqualTo(firing.getFirstFoundUnixMillis());
    }

    @Test
    void aLookMovesAnIncidentOnce() {
        Incident firing = found(1, found(0, null, finding(0.08)), finding(0.08));

        assertThat(found(1, firing, finding(0.09))).isNull();
        assertThat(found(0, firing, finding(0.09)))
                .as("by a server that was slow")
                .isNull();
        assertThat(steps(1).whenMissed(firing, "")).isNull();
    }

    @Test
    void aLookThatSomebodyAskedForCountsAsOftenAsItIsAskedFor() {
        Incident candidate = asked(null);
        Incident firing = asked(candidate);

        assertThat(candidate.getLook()).isEqualTo(-1);
        assertThat(firing.getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
        assertThat(found(0, firing, finding(0.08)).getFoundInARow())
                .as("looks of the schedule go on")
                .isEqualTo(3);
    }

    @Test
    void whatSomebodyAcceptedIsToldOfOnlyWhenItGrows() {
        Incident accepted = found(0, null, finding(0.08)).toBuilder()
                .setState(IncidentState.INCIDENT_STATE_ACCEPTED)
                .setAcceptance(IncidentNote.newBuilder().setBy("ann").setShare(0.08))
                .build();

        assertThat(found(1, accepted, finding(0.081))).isNull();
        assertThat(steps(1).whenMissed(accepted, "")).isNull();
        assertThat(found(1, accepted, finding(0.09)).getState()).isEqualTo(IncidentState.INCIDENT_STATE_CANDIDATE);
    }

    @Test
    void whatSomebodyAcceptedInAnotherDeployDoesNotBegin() {
        assertThat(found(due(0), 1_000, null, finding(0.081), OptionalDouble.of(0.08)))
                .isNull();
        assertThat(found(due(0), 1_000, null, finding(0.09), OptionalDouble.of(0.08)))
                .isNotNull();
    }

    @Test
    void aLookThatConfirmsBeginsNothing() {
        assertThat(found(LAST + 1, null, finding(0.08))).isNull();
        assertThat(found(LAST + 1, found(LAST, null, finding(0.08)), finding(0.08))
                        .getState())
                .isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
    }

    @Test
    void whatIsOnlyStillThereGoesOnUntilItFiresAndThenNothingIsSaidOfIt() {
        Incident candidate = found(0, null, finding(0.08));
        Incident firing = steps(1).whenStillThere(candidate);

        assertThat(firing.getState()).isEqualTo(IncidentState.INCIDENT_STATE_FIRING);
        assertThat(firing.getFoundInARow()).isEqualTo(2);
        assertThat(firing.getFiredUnixMillis()).isEqualTo(1_001);
        assertThat(firing.getFinding()).isEqualTo(candidate.getFinding());
        assertThat(steps(1).whenStillThere(candidate.toBuilder().setLook(1).build()))
                .as("moved by this look")
                .isNull();
        assertThat(steps(2).whenStillThere(firing)).isNull();
        assertThat(steps(3).whenMissed(firing, "Not found any more.").getState())
                .isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
    }

    @Test
    void whatTurnsOutToBeACostShiftIsThat() {
        Incident candidate = found(0, null, finding(0.08));
        Incident shifted = found(1, candidate, finding(0.08, Classification.COST_SHIFT));

        assertThat(shifted.getState()).isEqualTo(IncidentState.INCIDENT_STATE_COST_SHIFT);
        assertThat(found(2, shifted, finding(0.08, Classification.COST_SHIFT))).isNull();
    }

    @Test
    void anIncidentIsKeptAsItIs() {
        Incident firing = found(1, found(0, null, finding(0.08)), finding(0.08)).toBuilder()
                .setRevision(7)
                .build();

        assertThat(IncidentContent.of(IncidentContent.row(firing))).isEqualTo(firing);
        assertThat(IncidentContent.row(firing).method()).isEqualTo("shop.Cart.total");
    }

    private static Incident found(int look, Incident current, Finding finding) {
        return found(due(look), 1_000 + look, current, finding, OptionalDouble.empty());
    }

    private static Incident found(
            PlannedLook look, long nowMillis, Incident current, Finding finding, OptionalDouble accepted) {
        Side side = new Side(6, 100_000);
        Outcome outcome = new Outcome(List.of(finding), side, side, 0.001, "");
        FoundCause cause = new FoundCause(Found.of(look, new Compared(outcome, 0, 0)), finding);
        return new IncidentSteps(look, nowMillis).whenFound("id", current, cause, accepted);
    }

    private static IncidentSteps steps(int look) {
        return new IncidentSteps(due(look), 1_000 + look);
    }

    private static PlannedLook due(int look) {
        return PlannedLook.due(DEPLOY, WATCH, "cpu", look, DEPLOY.startMillis());
    }

    private static Incident asked(Incident current) {
        return found(
                PlannedLook.asked(DEPLOY, WATCH, "cpu", 900_000),
                900_000,
                current,
                finding(0.08),
                OptionalDouble.empty());
    }

    private static Finding finding(double after) {
        return finding(after, Classification.REGRESSION);
    }

    private static Finding finding(double after, Classification classification) {
        return new Finding(
                classification,
                new Unit(Unit.Type.METHOD_SELF, List.of("shop.Cart.total")),
                List.of("shop.Main.run", "shop.Cart.total"),
                new Estimate(0.05, 0.048, 0.052),
                new Estimate(after, after - 0.002, after + 0.002),
                3e7,
                1e-6,
                1e-5,
                List.of(),
                List.of());
    }
}
