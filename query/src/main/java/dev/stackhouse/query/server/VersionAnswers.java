package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.CompareVersionsRequest;
import dev.stackhouse.proto.query.v1.CompareVersionsResponse;
import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.proto.query.v1.Verdict;
import dev.stackhouse.query.compare.FindingMessage;
import dev.stackhouse.query.compare.VersionComparison;
import dev.stackhouse.query.compare.VersionComparison.Compared;
import dev.stackhouse.query.compare.VersionSelection;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.regression.Rules;
import dev.stackhouse.regression.Side;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Answers what became dearer between two versions. Thread-safe. */
final class VersionAnswers {
    /** Of a JVM: the just-in-time compiler works then. */
    static final Duration WARM_UP = Duration.ofMinutes(15);

    private final Selections selections;
    private final VersionComparison comparison;

    VersionAnswers(Selections selections, VersionComparison comparison) {
        this.selections = selections;
        this.comparison = comparison;
    }

    CompareVersionsResponse compare(CompareVersionsRequest request) {
        requireVersion("before_version", request.getBeforeVersion());
        requireVersion("after_version", request.getAfterVersion());
        if (request.getBeforeVersion().equals(request.getAfterVersion())) {
            throw RequestException.invalid("before_version and after_version are both '" + request.getAfterVersion()
                    + "': a version cannot be compared with itself");
        }
        Rules rules = rules(request);
        boolean sameRange = request.getBeforeFromUnixMillis() == 0 && request.getBeforeToUnixMillis() == 0;
        Target after = target(request, request.getFromUnixMillis(), request.getToUnixMillis());
        Target before =
                sameRange ? after : target(request, request.getBeforeFromUnixMillis(), request.getBeforeToUnixMillis());
        Compared compared = comparison.compare(
                selection(before, request.getBeforeVersion(), request),
                selection(after, request.getAfterVersion(), request),
                rules,
                0);
        Outcome outcome = compared.outcome();
        if (outcome.before().instances() + outcome.after().instances() == 0) {
            selections.requireKnown(after.service(), after.range());
        }
        List<Finding> findings = outcome.findings().stream()
                .map(finding -> FindingMessage.of(finding, outcome.after().instances()))
                .sorted(Comparator.comparing(finding -> finding.getType() != FindingType.FINDING_TYPE_REGRESSION))
                .toList();
        return CompareVersionsResponse.newBuilder()
                .setVerdict(verdict(outcome))
                .setTooLittle(outcome.tooLittle())
                .setBefore(side(request.getBeforeVersion(), before, outcome.before(), compared.warmingUpBefore()))
                .setAfter(side(request.getAfterVersion(), after, outcome.after(), compared.warmingUpAfter()))
                .setUnit(after.event().unit())
                .addAllFindings(findings)
                .setMinimalDetectableChange(Double.isNaN(outcome.detectable()) ? 0 : outcome.detectable())
                .build();
    }

    private static void requireVersion(String field, String version) {
        if (version.isEmpty()) {
            throw RequestException.invalid(field + " is missing: name a value of the label \"version\"");
        }
    }

    private Target target(CompareVersionsRequest request, long fromMillis, long toMillis) {
        return selections.target(Selection.newBuilder()
                .setService(request.getService())
                .setEvent(request.getEvent())
                .setSelector(request.getSelector())
                .setFromUnixMillis(fromMillis)
                .setToUnixMillis(toMillis)
                .addAllInclude(request.getIncludeList())
                .addAllExclude(request.getExcludeList())
                .build());
    }

    private static VersionSelection selection(Target target, String version, CompareVersionsRequest request) {
        if (request.getWarmUpMillis() < 0) {
            throw RequestException.invalid("warm_up_millis is " + request.getWarmUpMillis() + ", which is negative");
        }
        return new VersionSelection(
                target.service(),
                target.event().text(),
                target.matchers(),
                version,
                false,
                target.filter().stacks(),
                target.range().fromMillis(),
                target.range().toMillis(),
                request.hasWarmUpMillis() ? Duration.ofMillis(request.getWarmUpMillis()) : WARM_UP);
    }

    private static Rules rules(CompareVersionsRequest request) {
        Rules byDefault = Rules.DEFAULT;
        return new Rules(
                between(
                        "error_rate",
                        request.hasErrorRate() ? request.getErrorRate() : byDefault.errorRate(),
                        Double.MIN_VALUE,
                        0.5),
                between(
                        "minimal_change",
                        request.hasMinimalChange() ? request.getMinimalChange() : byDefault.minimalChange(),
                        0,
                        1),
                byDefault.minimalRelativeChange(),
                Limits.atLeast(2, "minimal_instances", request.getMinimalInstances(), byDefault.minimalInstances()),
                request.hasMinimalSamples() ? Math.max(1, request.getMinimalSamples()) : byDefault.minimalSamples());
    }

    private static double between(String field, double value, double least, double most) {
        if (value >= least && value <= most) {
            return value;
        }
        throw RequestException.invalid(
                field + " is " + value + ", not between " + (least < 1e-9 ? 0 : least) + " and " + most);
    }

    static Verdict verdict(Outcome outcome) {
        if (outcome.hasRegression()) {
            return Verdict.VERDICT_REGRESSION;
        }
        return outcome.tooLittle().isEmpty() ? Verdict.VERDICT_NO_REGRESSION : Verdict.VERDICT_TOO_LITTLE_DATA;
    }

    private static ComparedVersion side(String version, Target target, Side side, int warmingUp) {
        return ComparedVersion.newBuilder()
                .setVersion(version)
                .setInstances(side.instances())
                .setSamples(side.samples())
                .setInstancesWarmingUp(warmingUp)
                .setFromUnixMillis(target.range().fromMillis())
                .setToUnixMillis(target.range().toMillis())
                .build();
    }
}
