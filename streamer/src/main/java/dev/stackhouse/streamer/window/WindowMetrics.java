package dev.stackhouse.streamer.window;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.WindowPart;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Figures of phase two. Of batches: {@code duplicateBatches}, {@code skippedBatches} (numbers that were missing when a later one
 * came) and {@code filledBatches} (those of them that came after all). Of samples, each batch once: {@code takenSamples} and, by
 * {@code reason}, {@code droppedSamples}, as the books declare; {@code samplesOut}, which go to the store in {@code windowsOut},
 * of which {@code lateWindowsOut} had been passed. They count from the start of the task, and again what it repeats after a
 * failure; the exact figures are the ledger's.
 */
final class WindowMetrics {
    private static final String PREFIX = "DROP_REASON_";

    private final Counter duplicates;
    private final Counter skipped;
    private final Counter filled;
    private final Counter windows;
    private final Counter lateWindows;
    private final Counter samplesOut;
    private final Counter taken;
    private final Counter droppedForUnknown;
    private final Map<Integer, Counter> dropped = new TreeMap<>();

    WindowMetrics(MetricGroup group) {
        duplicates = group.counter("duplicateBatches");
        skipped = group.counter("skippedBatches");
        filled = group.counter("filledBatches");
        windows = group.counter("windowsOut");
        lateWindows = group.counter("lateWindowsOut");
        samplesOut = group.counter("samplesOut");
        taken = group.counter("takenSamples");
        for (DropReason reason : DropReason.values()) {
            if (reason != DropReason.UNRECOGNIZED && reason != DropReason.DROP_REASON_UNSPECIFIED) {
                dropped.put(reason.getNumber(), dropped(group, reason.name().substring(PREFIX.length())));
            }
        }
        droppedForUnknown = dropped(group, "UNKNOWN");
    }

    private static Counter dropped(MetricGroup group, String reason) {
        return group.addGroup("reason", reason).counter("droppedSamples");
    }

    void duplicate() {
        duplicates.inc();
    }

    /**
     * A batch came for the first time.
     *
     * @param newest greatest number that had come from its instance; 0 if none had
     */
    void arrived(Partial partial, long newest) {
        long sequence = partial.sequence();
        if (newest > 0 && sequence > newest + 1) {
            skipped.inc(sequence - newest - 1);
        } else if (sequence < newest) {
            filled.inc();
        }
        for (WindowPart part : partial.windows()) {
            for (LedgerEntry entry : part.ledger()) {
                taken.inc(entry.taken());
                entry.droppedByReason().forEach((reason, samples) -> dropped.getOrDefault(reason, droppedForUnknown)
                        .inc(samples));
            }
        }
    }

    /** A window is given out that its instance had passed before. */
    void late() {
        lateWindows.inc();
    }

    void out(WindowPart window) {
        windows.inc();
        window.samples().forEach((event, high, low, value, count) -> samplesOut.inc(count));
    }
}
