package dev.stackhouse.query.compare;

import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A version of a service for a while, or all of them.
 *
 * @param matchers that its instances must meet beside the version
 * @param version value of the label "version"
 * @param isOfAll whether instances of every version are looked at; the version is then the newest of them
 * @param keeps whether a stack, root first, is looked at
 * @param fromMillis start, inclusive, since the Unix epoch
 * @param toMillis end, exclusive
 * @param warmUp from an instance's first window, which is not looked at: the just-in-time compiler works then
 */
public record VersionSelection(
        String service,
        String event,
        List<LabelMatcher> matchers,
        String version,
        boolean isOfAll,
        Predicate<List<FrameRow>> keeps,
        long fromMillis,
        long toMillis,
        Duration warmUp) {
    public VersionSelection {
        matchers = List.copyOf(matchers);
    }

    /** All instances of a version with all their stacks. */
    public static VersionSelection of(
            String service, String event, String version, long fromMillis, long toMillis, Duration warmUp) {
        return new VersionSelection(
                service, event, List.of(), version, false, stack -> true, fromMillis, toMillis, warmUp);
    }

    /** All instances of a service, whatever their version. */
    public static VersionSelection ofAll(
            String service, String event, String newest, long fromMillis, long toMillis, Duration warmUp) {
        return new VersionSelection(
                service, event, List.of(), newest, true, stack -> true, fromMillis, toMillis, warmUp);
    }

    List<LabelMatcher> ofInstances() {
        if (isOfAll) {
            return matchers;
        }
        List<LabelMatcher> all = new ArrayList<>(matchers);
        all.add(new LabelMatcher("version", LabelMatcher.Operator.EQUAL, version));
        return all;
    }
}
