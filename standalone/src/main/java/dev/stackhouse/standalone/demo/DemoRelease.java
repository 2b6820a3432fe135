package dev.stackhouse.standalone.demo;

import java.time.Duration;
import java.util.List;

/**
 * How an instance of the demo service runs.
 *
 * @param version that it says it is
 * @param coupons that it knows: what makes it dearer
 * @param requestsPerSecond of the load on it, in the mean of a day
 * @param day in which the load rises and falls
 * @param collectorSettings beside service and version, each after a comma
 */
record DemoRelease(
        String version,
        int coupons,
        int requestsPerSecond,
        Duration day,
        List<String> jvmOptions,
        String collectorSettings) {
    private static final int COUPONS = 200;

    /** Where there is one instance. */
    static final DemoRelease ONLY = new DemoRelease("1", COUPONS, 240, Duration.ofMinutes(5), List.of("-Xmx192m"), "");

    DemoRelease {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** One of several instances, with an even load. It samples more closely, and its code is compiled early, so that minutes are enough to compare it. */
    static DemoRelease ofRollout(String version, boolean dearer) {
        return new DemoRelease(
                version,
                dearer ? 100 * COUPONS : COUPONS,
                60,
                Duration.ofHours(24),
                List.of("-Xmx96m", "-XX:TieredStopAtLevel=1"),
                ",cpu.interval=2ms,cpu.budget=off");
    }
}
