package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.CompareVersionsRequest;
import dev.stackhouse.proto.query.v1.CompareVersionsResponse;
import dev.stackhouse.proto.query.v1.ComparedUnit;
import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.ShareEstimate;
import dev.stackhouse.proto.query.v1.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** A comparison of versions for a terminal. */
public final class VersionText {
    private VersionText() {}

    /** The verdict, both sides, and one paragraph for each finding; ends with a line break. */
    public static String format(CompareVersionsRequest request, CompareVersionsResponse compared) {
        StringBuilder text = new StringBuilder(verdict(request, compared)).append('\n');
        side(text, "before", compared.getBefore());
        side(text, "after", compared.getAfter());
        for (Finding finding : compared.getFindingsList()) {
            finding(text.append('\n'), finding, compared.getUnit(), request.getEvent());
        }
        return text.toString();
    }

    private static String verdict(CompareVersionsRequest request, CompareVersionsResponse compared) {
        String versions = request.getService() + " " + request.getAfterVersion() + " against "
                + request.getBeforeVersion() + ", " + request.getEvent() + ": ";
        double detectable = compared.getMinimalDetectableChange();
        String would = detectable > 0
                ? String.format(
                        Locale.ROOT,
                        " A change of %s points in a method with 1 %% of the samples would have been found in four cases of five.",
                        points(detectable))
                : "";
        return versions
                + switch (compared.getVerdict()) {
                    case VERDICT_REGRESSION -> regressions(compared) + "." + would;
                    case VERDICT_NO_REGRESSION -> "nothing became dearer." + would;
                    default -> "too little to tell. " + compared.getTooLittle() + would;
                };
    }

    private static String regressions(CompareVersionsResponse compared) {
        long count = compared.getFindingsList().stream()
                .filter(finding -> finding.getType() == FindingType.FINDING_TYPE_REGRESSION)
                .count();
        return count == 1 ? "1 regression" : count + " regressions";
    }

    private static void side(StringBuilder text, String name, ComparedVersion side) {
        Instant from = Instant.ofEpochMilli(side.getFromUnixMillis());
        Instant to = Instant.ofEpochMilli(side.getToUnixMillis());
        text.append(String.format(
                Locale.ROOT,
                "%-7s version %s, %s to %s (%s): %d samples of %d instances",
                name + ":",
                side.getVersion(),
                TimeText.format(from, ZoneId.systemDefault()),
                TimeText.format(to, ZoneId.systemDefault()),
                DurationText.format(Duration.between(from, to)),
                side.getSamples(),
                side.getInstances()));
        if (side.getInstancesWarmingUp() > 0) {
            text.append("; ").append(side.getInstancesWarmingUp()).append(" more were still warming up");
        }
        text.append('\n');
    }

    static void finding(StringBuilder text, Finding finding, Unit unit, String event) {
        text.append(title(finding.getType()))
                .append(": ")
                .append(name(finding.getUnit()))
                .append('\n');
        double change = finding.getAfter().getShare() - finding.getBefore().getShare();
        text.append(String.format(
                Locale.ROOT,
                "  share   %s → %s (%s%s points), %s an instance, %s in all%n",
                share(finding.getBefore()),
                share(finding.getAfter()),
                change < 0 ? "−" : "+",
                points(Math.abs(change)),
                cost(finding.getChangePerInstance(), unit, event),
                cost(finding.getChangeInAll(), unit, event)));
        text.append(String.format(Locale.ROOT, "  sure    p %.1e, q %.1e%n", finding.getPValue(), finding.getQValue()));
        text.append("  path    ")
                .append(String.join(" > ", finding.getPathList()))
                .append('\n');
        finding.getDonorsList().forEach(donor -> text.append("  from    ")
                .append(name(donor.getUnit()))
                .append(" (−")
                .append(points(Math.abs(donor.getChange())))
                .append(" points)\n"));
    }

    static String title(FindingType type) {
        return switch (type) {
            case FINDING_TYPE_REGRESSION -> "dearer";
            case FINDING_TYPE_IMPROVEMENT -> "cheaper";
            case FINDING_TYPE_COST_SHIFT -> "moved, no dearer in all";
            case FINDING_TYPE_ENTRY_MIX -> "called in another proportion";
            case FINDING_TYPE_HOT_INSTANCE -> "a few instances only";
            case FINDING_TYPE_LEVEL -> "the service as a whole";
            default -> "unknown to this version";
        };
    }

    /** "com.acme.Cart.total" with what of it is counted. */
    static String name(ComparedUnit unit) {
        String method = unit.getPathCount() == 0 ? "all" : unit.getPath(unit.getPathCount() - 1);
        return switch (unit.getType()) {
            case UNIT_TYPE_METHOD_SELF -> method + " itself";
            case UNIT_TYPE_PATH_TOTAL -> method + " on one path";
            default -> method + " with what it calls";
        };
    }

    static String share(ShareEstimate share) {
        return String.format(
                Locale.ROOT,
                "%s %% (%s to %s)",
                points(share.getShare()),
                points(share.getLow()),
                points(share.getHigh()));
    }

    /** A share in points of a hundred, with as many digits as say something. */
    static String points(double share) {
        double points = 100 * share;
        return String.format(Locale.ROOT, points >= 10 ? "%.1f" : points >= 0.1 ? "%.2f" : "%.4f", points);
    }

    static String cost(double perSecond, Unit unit, String event) {
        String sign = perSecond < 0 ? "−" : "+";
        return sign + Weight.perSecond(Math.abs(perSecond), unit, event);
    }
}
