package dev.stackhouse.query.compare;

import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A version of a service for a while.
 *
 * @param matchers that its instances must meet beside the version
 * @param version value of the label "version"
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
        return new VersionSelection(service, event, List.of(), version, stack -> true, fromMillis, toMillis, warmUp);
    }

    List<LabelMatcher> ofVersion() {
        List<LabelMatcher> all = new ArrayList<>(matchers);
        all.add(new LabelMatcher("version", LabelMatcher.Operator.EQUAL, version));
        return all;
    }
}
