package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.Lifecycle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A deploy to be judged.
 *
 * @param group what it is counted for
 * @param size of the planted change, a share of all samples
 * @param instances of each version
 */
record Case(Group group, Scenario scenario, double size, int instances, long seed) {
    /** What deploys are made for. */
    enum Group {
        /** Nothing planted, any number of instances. */
        QUIET,
        /** One scenario and size, 50 instances a version. */
        CELL,
        /** Any scenario, size and number of instances. */
        MIXED,
        /** A thousand instances, one look after an hour, a step of 0.005 % in a small node. */
        LARGE
    }

    static final String OURS = "ours";
    static final String OURS_SOONER = "ours, two looks";
    static final double[] LOOK_MINUTES = {10, 20, 45, 80, 160};
    static final double LARGE_MINUTES = 60;

    /**
     * What came of it.
     *
     * @param found by the truth, at the first alert; NaN if nobody was told of it
     */
    record Result(Case of, String detector, int trueAlerts, int falseAlerts, boolean near, double found, double told) {
        boolean isFound() {
            return trueAlerts > 0;
        }
    }

    /** Shows the deploy to detectors. */
    List<Result> run(List<Detector> detectors) {
        if (detectors.size() == 1 && group != Group.LARGE && !mayBeTold(detectors.get(0))) {
            return List.of(new Result(this, detectors.get(0).name(), 0, 0, false, Double.NaN, Double.NaN));
        }
        return runAllLooks(detectors);
    }

    /** Whether a detector finds anything at the middle one of the looks: without it there are no three in a row. */
    private boolean mayBeTold(Detector detector) {
        Deploy deploy = new Deploy(seed, scenario, size, instances, false);
        int middle = LOOK_MINUTES.length - Lifecycle.DEFAULT.looks();
        for (int look = 0; look <= middle; look++) {
            deploy.sampleForLook(LOOK_MINUTES[look]);
        }
        return !detector.look(deploy, middle).isEmpty();
    }

    private List<Result> runAllLooks(List<Detector> detectors) {
        boolean large = group == Group.LARGE;
        Deploy deploy = new Deploy(seed, scenario, size, instances, large);
        Map<String, Incidents> incidents = new LinkedHashMap<>();
        double[] looks = large ? new double[] {LARGE_MINUTES} : LOOK_MINUTES;
        for (int look = 0; look < looks.length; look++) {
            deploy.sampleForLook(looks[look]);
            for (Detector detector : detectors) {
                List<Suspect> suspects = detector.look(deploy, look);
                incidents
                        .computeIfAbsent(
                                detector.name(), name -> new Incidents(large ? new Lifecycle(1) : Lifecycle.DEFAULT))
                        .look(suspects, looks[look]);
                if (detector.name().equals(OURS) && detectors.size() > 1) {
                    incidents
                            .computeIfAbsent(OURS_SOONER, name -> new Incidents(new Lifecycle(2)))
                            .look(suspects, looks[look]);
                }
            }
        }
        Truth truth = new Truth(deploy.service, deploy.planted);
        List<Result> results = new ArrayList<>();
        incidents.forEach((detector, of) -> results.add(result(detector, of.alerts, truth)));
        return results;
    }

    private Result result(String detector, List<Incidents.Alert> alerts, Truth truth) {
        List<Incidents.Alert> right =
                alerts.stream().filter(alert -> truth.isTrue(alert.suspect())).toList();
        return new Result(
                this,
                detector,
                right.size(),
                alerts.size() - right.size(),
                right.stream().anyMatch(alert -> truth.isWithinOneFrame(alert.suspect())),
                right.stream().mapToDouble(Incidents.Alert::foundMinutes).min().orElse(Double.NaN),
                right.stream().mapToDouble(Incidents.Alert::toldMinutes).min().orElse(Double.NaN));
    }
}
