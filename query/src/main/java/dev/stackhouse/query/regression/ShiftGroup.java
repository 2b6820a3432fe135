package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.ServiceShift;
import dev.stackhouse.query.compare.FindingMessage;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.Suspect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Methods that have shifted at about the same time, by one change or several.
 *
 * @param changedHour of the surest, since the Unix epoch
 * @param suspects surest first; at least one
 */
record ShiftGroup(long changedHour, List<Suspect> suspects) {
    /** When a method has shifted is known to an hour or so. */
    private static final long NEAR_HOURS = 1;

    /** Each is a comparison of instances; what else there is, the next look finds. */
    private static final int MOST = 3;

    ShiftGroup {
        suspects = List.copyOf(suspects);
    }

    /** The groups of some suspects, those with the surest first. */
    static List<ShiftGroup> of(List<Suspect> suspects) {
        List<ShiftGroup> groups = new ArrayList<>();
        List<Suspect> left = new ArrayList<>(suspects);
        while (!left.isEmpty() && groups.size() < MOST) {
            long hour = left.get(0).changedHour();
            List<Suspect> near = left.stream()
                    .filter(suspect -> Math.abs(suspect.changedHour() - hour) <= NEAR_HOURS)
                    .toList();
            groups.add(new ShiftGroup(hour, near));
            left.removeAll(near);
        }
        return groups;
    }

    long changedMillis() {
        return changedHour * PlannedShift.HOUR_MILLIS;
    }

    /** What of the whole service a finding explains. */
    ServiceShift of(Finding finding) {
        Suspect suspect = Stream.<Predicate<Suspect>>of(
                        one -> one.unit().equals(finding.unit()),
                        one -> one.unit().method().equals(finding.unit().method()),
                        one -> finding.gainers().stream()
                                .anyMatch(gainer ->
                                        gainer.unit().method().equals(one.unit().method())),
                        one -> finding.path().contains(one.unit().method()),
                        one -> true)
                .flatMap(likely -> suspects.stream().filter(likely))
                .findFirst()
                .orElseThrow();
        return ServiceShift.newBuilder()
                .setUnit(FindingMessage.unit(suspect.unit()))
                .setBefore(suspect.before())
                .setAfter(suspect.after())
                .build();
    }
}
