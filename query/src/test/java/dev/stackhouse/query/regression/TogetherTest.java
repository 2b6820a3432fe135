package dev.stackhouse.query.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.ComparedUnit;
import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Incident;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TogetherTest {
    private static Incident.Builder incident(String id, String service, String event) {
        return Incident.newBuilder()
                .setId(id)
                .setService(service)
                .setEvent(event)
                .setBefore(ComparedVersion.newBuilder().setVersion("41"))
                .setAfter(ComparedVersion.newBuilder().setVersion("42"))
                .setFinding(Finding.newBuilder()
                        .setType(FindingType.FINDING_TYPE_REGRESSION)
                        .setUnit(ComparedUnit.newBuilder().addPath("Cart.total")))
                .addRoutes("team");
    }

    private static String leader(Incident.Builder firing, Incident.Builder incident) {
        return Together.leader(List.of(firing.build()), incident.build());
    }

    @Test
    void theOtherEventsOfADeployAreToldWithTheFirst() {
        assertThat(leader(incident("a", "checkout", "cpu"), incident("b", "checkout", "alloc")))
                .isEqualTo("a");
    }

    @Test
    void soAreOtherServicesOfAVersionOfThatName() {
        Incident.Builder other = incident("b", "billing", "cpu");
        other.getBeforeBuilder().setVersion("40");
        assertThat(leader(incident("a", "checkout", "cpu"), other)).isEqualTo("a");
        other.getAfterBuilder().setVersion("43");
        assertThat(leader(incident("a", "checkout", "cpu"), other)).isEmpty();
    }

    @Test
    void anotherMethodIsAnotherCause() {
        Incident.Builder other = incident("b", "checkout", "alloc");
        other.getFindingBuilder().getUnitBuilder().setPath(0, "Cart.add");
        assertThat(leader(incident("a", "checkout", "cpu"), other)).isEmpty();
    }

    @Test
    void nobodyIsLeftOut() {
        Incident.Builder other = incident("b", "billing", "cpu").addRoutes("billing");
        assertThat(leader(incident("a", "checkout", "cpu"), other)).isEmpty();
    }

    @Test
    void whatIsPartOfAnotherStandsForNone() {
        assertThat(leader(incident("a", "checkout", "cpu").setPartOf("c"), incident("b", "checkout", "alloc")))
                .isEmpty();
        assertThat(leader(incident("a", "checkout", "cpu"), incident("a", "checkout", "cpu")))
                .isEmpty();
    }
}
