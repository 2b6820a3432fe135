package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.query.compare.VersionComparison.Compared;
import dev.stackhouse.query.compare.VersionSelection;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.regression.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look has found.
 *
 * @param older what was compared with
 * @param newer what was looked at
 * @param shifted what of the service had shifted; null in a deploy
 */
public record Found(
        Look look,
        VersionSelection older,
        VersionSelection newer,
        @Nullable ShiftGroup shifted,
        Compared compared) {
    /** At a deploy. */
    static Found of(PlannedLook look, Compared compared) {
        return new Found(look, look.before(), look.after(), null, compared);
    }

    Outcome outcome() {
        return compared.outcome();
    }

    List<FoundCause> causes() {
        return outcome().findings().stream()
                .map(finding -> new FoundCause(this, finding))
                .toList();
    }

    /** What an incident turned out to be, if it is none: the end of a sentence, without its dot; empty if nothing is known. */
    String instead(Incident incident) {
        return causes().stream()
                .filter(cause -> !cause.isKept()
                        && cause.finding().unit().method().equals(IncidentContent.method(incident.getFinding())))
                .findFirst()
                .map(cause -> switch (cause.finding().classification()) {
                    case ENTRY_MIX -> ": entry points are called in another proportion";
                    case HOT_INSTANCE -> ": only a few instances are like that";
                    default -> ": the whole service uses more";
                })
                .orElse("");
    }

    /** The older version, or the time before. */
    public ComparedVersion before() {
        return side(older, outcome().before(), compared.warmingUpBefore());
    }

    /** The newer version, or the time since. */
    public ComparedVersion after() {
        return side(newer, outcome().after(), compared.warmingUpAfter());
    }

    /** The smallest change that would have been found, or 0. */
    public double detectable() {
        return Double.isNaN(outcome().detectable()) ? 0 : outcome().detectable();
    }

    private static ComparedVersion side(VersionSelection selection, Side side, int warmingUp) {
        return ComparedVersion.newBuilder()
                .setVersion(selection.version())
                .setInstances(side.instances())
                .setSamples(side.samples())
                .setInstancesWarmingUp(warmingUp)
                .setFromUnixMillis(selection.fromMillis())
                .setToUnixMillis(selection.toMillis())
                .build();
    }
}
