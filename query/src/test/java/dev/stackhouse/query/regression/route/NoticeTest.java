package dev.stackhouse.query.regression.route;

import static dev.stackhouse.query.regression.route.SampleIncident.candidate;
import static dev.stackhouse.query.regression.route.SampleIncident.firing;
import static dev.stackhouse.query.regression.route.SampleIncident.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.IncidentNote;
import dev.stackhouse.proto.query.v1.IncidentState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which changes of incidents people are told. */
class NoticeTest {
    @Test
    void whatFiresIsToldOnce() {
        assertThat(kind(null, candidate("a"))).isNull();
        assertThat(kind(candidate("a"), firing("a"))).isEqualTo(Notice.Kind.FIRED);
        assertThat(kind(null, firing("a"))).isEqualTo(Notice.Kind.FIRED);
        // Found at a further look.
        assertThat(kind(firing("a"), firing("a").setRevision(3).setFoundInARow(3)))
                .isNull();
    }

    @Test
    void itsEndIsToldOnlyIfItFired() {
        assertThat(kind(firing("a"), resolved("a"))).isEqualTo(Notice.Kind.RESOLVED);
        assertThat(kind(candidate("a"), candidate("a").setState(IncidentState.INCIDENT_STATE_WENT_AWAY)))
                .isNull();
        assertThat(kind(candidate("a"), candidate("a").setState(IncidentState.INCIDENT_STATE_COST_SHIFT)))
                .isNull();
        assertThat(kind(firing("a"), firing("a").setState(IncidentState.INCIDENT_STATE_COST_SHIFT)))
                .isEqualTo(Notice.Kind.RESOLVED);
    }

    @Test
    void whatIsPartOfAnotherIsToldWhenItStandsForItself() {
        Incident.Builder part = firing("a").setPartOf("b");
        assertThat(kind(candidate("a"), part)).isNull();
        assertThat(kind(part, resolved("a").setPartOf("b"))).isNull();
        assertThat(kind(part, firing("a").setRevision(3))).isEqualTo(Notice.Kind.FIRED);
    }

    @Test
    void whatPeopleSayIsTold() {
        Incident.Builder acknowledged = firing("a")
                .setRevision(3)
                .setAcknowledgement(IncidentNote.newBuilder().setBy("ann"));

        assertThat(kind(firing("a"), acknowledged)).isEqualTo(Notice.Kind.ACKNOWLEDGED);
        assertThat(kind(acknowledged, acknowledged.clone().setRevision(4))).isNull();
        assertThat(kind(acknowledged, firing("a").setState(IncidentState.INCIDENT_STATE_ACCEPTED)))
                .isEqualTo(Notice.Kind.ACCEPTED);
    }

    @Test
    void whatFiresAgainIsToldAgain() {
        assertThat(kind(resolved("a"), firing("a").setRevision(4))).isEqualTo(Notice.Kind.FIRED);
        assertThat(kind(firing("a"), firing("a").setRevision(3).setFiredUnixMillis(7)))
                .isEqualTo(Notice.Kind.FIRED);
    }

    @Test
    void anImprovementIsToldOnceAndNotItsEnd() {
        assertThat(kind(improvement(candidate("a")), improvement(firing("a")))).isEqualTo(Notice.Kind.IMPROVED);
        assertThat(kind(improvement(firing("a")), improvement(resolved("a")))).isNull();
    }

    private static Incident.Builder improvement(Incident.Builder incident) {
        incident.getFindingBuilder().setType(FindingType.FINDING_TYPE_IMPROVEMENT);
        return incident;
    }

    private static Notice.@Nullable Kind kind(Incident.@Nullable Builder before, Incident.Builder after) {
        Notice notice = Notice.of(before == null ? null : before.build(), after.build());
        return notice == null ? null : notice.kind();
    }
}
