package dev.stackhouse.query.compare;

import dev.stackhouse.proto.query.v1.ChangedUnit;
import dev.stackhouse.proto.query.v1.ComparedUnit;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.ShareEstimate;
import dev.stackhouse.proto.query.v1.UnitType;
import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Estimate;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.Neighbour;
import dev.stackhouse.regression.Unit;
import java.util.List;

/** Findings as the API tells them. */
public final class FindingMessage {
    private FindingMessage() {}

    /**
     * The message.
     *
     * @param instances of the newer version that were compared
     */
    public static dev.stackhouse.proto.query.v1.Finding of(Finding finding, int instances) {
        return dev.stackhouse.proto.query.v1.Finding.newBuilder()
                .setType(type(finding.classification()))
                .setUnit(unit(finding.unit()))
                .addAllPath(finding.path())
                .setBefore(share(finding.before()))
                .setAfter(share(finding.after()))
                .setChangePerInstance(finding.changePerInstance())
                .setChangeInAll(finding.changePerInstance() * instances)
                .setPValue(finding.pValue())
                .setQValue(finding.qValue())
                .addAllDonors(neighbours(finding.donors()))
                .addAllGainers(neighbours(finding.gainers()))
                .build();
    }

    private static FindingType type(Classification classification) {
        return switch (classification) {
            case REGRESSION -> FindingType.FINDING_TYPE_REGRESSION;
            case IMPROVEMENT -> FindingType.FINDING_TYPE_IMPROVEMENT;
            case COST_SHIFT -> FindingType.FINDING_TYPE_COST_SHIFT;
            case ENTRY_MIX -> FindingType.FINDING_TYPE_ENTRY_MIX;
            case HOT_INSTANCE -> FindingType.FINDING_TYPE_HOT_INSTANCE;
            case LEVEL -> FindingType.FINDING_TYPE_LEVEL;
        };
    }

    /** What a finding is about. */
    public static ComparedUnit unit(Unit unit) {
        UnitType type =
                switch (unit.type()) {
                    case METHOD_SELF -> UnitType.UNIT_TYPE_METHOD_SELF;
                    case METHOD_TOTAL -> UnitType.UNIT_TYPE_METHOD_TOTAL;
                    case PATH_TOTAL -> UnitType.UNIT_TYPE_PATH_TOTAL;
                };
        return ComparedUnit.newBuilder().setType(type).addAllPath(unit.path()).build();
    }

    /** What a message is about. */
    public static Unit unit(ComparedUnit unit) {
        Unit.Type type =
                switch (unit.getType()) {
                    case UNIT_TYPE_METHOD_SELF -> Unit.Type.METHOD_SELF;
                    case UNIT_TYPE_PATH_TOTAL -> Unit.Type.PATH_TOTAL;
                    default -> Unit.Type.METHOD_TOTAL;
                };
        return new Unit(type, unit.getPathList());
    }

    private static ShareEstimate share(Estimate estimate) {
        return ShareEstimate.newBuilder()
                .setShare(estimate.share())
                .setLow(estimate.low())
                .setHigh(estimate.high())
                .build();
    }

    private static List<ChangedUnit> neighbours(List<Neighbour> neighbours) {
        return neighbours.stream()
                .map(neighbour -> ChangedUnit.newBuilder()
                        .setUnit(unit(neighbour.unit()))
                        .setChange(neighbour.change())
                        .build())
                .toList();
    }
}
