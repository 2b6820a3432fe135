package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.ChangedUnit;
import dev.stackhouse.proto.query.v1.CompareVersionsRequest;
import dev.stackhouse.proto.query.v1.CompareVersionsResponse;
import dev.stackhouse.proto.query.v1.ComparedUnit;
import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.ShareEstimate;
import dev.stackhouse.proto.query.v1.Unit;
import dev.stackhouse.proto.query.v1.UnitType;
import dev.stackhouse.proto.query.v1.Verdict;
import org.junit.jupiter.api.Test;

/** What the command compare prints. */
class VersionTextTest {
    private static final CompareVersionsRequest REQUEST = CompareVersionsRequest.newBuilder()
            .setService("checkout")
            .setEvent("cpu")
            .setBeforeVersion("41")
            .setAfterVersion("42")
            .build();

    private static final CompareVersionsResponse SIDES = CompareVersionsResponse.newBuilder()
            .setUnit(Unit.UNIT_NANOSECONDS)
            .setBefore(ComparedVersion.newBuilder()
                    .setVersion("41")
                    .setInstances(6)
                    .setSamples(60_000)
                    .setToUnixMillis(600_000))
            .setAfter(ComparedVersion.newBuilder()
                    .setVersion("42")
                    .setInstances(5)
                    .setSamples(50_000)
                    .setInstancesWarmingUp(1)
                    .setToUnixMillis(600_000))
            .build();

    @Test
    void aRegressionIsNamedWithItsProof() {
        CompareVersionsResponse compared = SIDES.toBuilder()
                .setVerdict(Verdict.VERDICT_REGRESSION)
                .setMinimalDetectableChange(0.0006)
                .addFindings(Finding.newBuilder()
                        .setType(FindingType.FINDING_TYPE_REGRESSION)
                        .setUnit(unit("shop.Cart.total"))
                        .addPath("shop.Checkout.run")
                        .addPath("shop.Cart.total")
                        .setBefore(share(0.05, 0.048, 0.052))
                        .setAfter(share(0.08, 0.077, 0.083))
                        .setChangePerInstance(12e6)
                        .setChangeInAll(60e6)
                        .setPValue(2e-9)
                        .setQValue(3e-7)
                        .addDonors(ChangedUnit.newBuilder()
                                .setUnit(unit("shop.Old.total"))
                                .setChange(-0.001)))
                .build();

        assertThat(VersionText.format(REQUEST, compared))
                .startsWith(
                        "checkout 42 against 41, cpu: 1 regression. A change of 0.0600 points in a method with 1 % of the"
                                + " samples would have been found in four cases of five.\n")
                .contains("version 42, ", "(10 min): 50000 samples of 5 instances; 1 more were still warming up\n")
                .endsWith("""

                        dearer: shop.Cart.total itself
                          share   5.00 % (4.80 to 5.20) → 8.00 % (7.70 to 8.30) (+3.00 points), +0.0120 cores an instance, +0.0600 cores in all
                          sure    p 2.0e-09, q 3.0e-07
                          path    shop.Checkout.run > shop.Cart.total
                          from    shop.Old.total itself (−0.10 points)
                        """);
    }

    @Test
    void noRegressionSaysWhatWouldHaveBeenFound() {
        assertThat(VersionText.format(
                        REQUEST,
                        SIDES.toBuilder()
                                .setVerdict(Verdict.VERDICT_NO_REGRESSION)
                                .setMinimalDetectableChange(0.001)
                                .build()))
                .startsWith("checkout 42 against 41, cpu: nothing became dearer. A change of 0.10 points");
    }

    @Test
    void tooLittleSaysWhatIsMissing() {
        assertThat(VersionText.format(
                        REQUEST,
                        SIDES.toBuilder()
                                .setVerdict(Verdict.VERDICT_TOO_LITTLE_DATA)
                                .setTooLittle("Version 42 has 1 instance; 3 are needed.")
                                .build()))
                .startsWith(
                        "checkout 42 against 41, cpu: too little to tell. Version 42 has 1 instance; 3 are needed.\n");
    }

    private static ComparedUnit unit(String method) {
        return ComparedUnit.newBuilder()
                .setType(UnitType.UNIT_TYPE_METHOD_SELF)
                .addPath(method)
                .build();
    }

    private static ShareEstimate share(double share, double low, double high) {
        return ShareEstimate.newBuilder()
                .setShare(share)
                .setLow(low)
                .setHigh(high)
                .build();
    }
}
