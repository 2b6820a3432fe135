package dev.stackhouse.streamer.decode;

import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.streamer.partial.Event;
import dev.stackhouse.streamer.partial.WindowPart;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of the contract ({@code batch.proto}) that a batch has to keep. */
final class BatchRules {
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]{0,99}");
    private static final int SERVICE_LIMIT = 200;
    private static final int INSTANCE_LIMIT = 100;
    private static final int LABEL_VALUE_LIMIT = 1000;
    private static final int LABELS_LIMIT = 32;
    private static final int FACT_VALUE_LIMIT = 4000;
    private static final int FACTS_LIMIT = 64;
    private static final int POLICY_LIMIT = 200;
    /** The deepest stack, its labels, and its thread. */
    static final int STACK_LIMIT = 2048 + 8 + 1;

    private static final long HOUR_MILLIS = 3_600_000;
    /** How far a clock may be ahead: an hour, the usual error, with room for more. */
    private static final long AHEAD_MILLIS = 2 * HOUR_MILLIS;

    /** Larger than anything that can be measured, small enough that sums cannot overflow. */
    static final long COUNT_LIMIT = 1L << 40;

    private static final long VALUE_LIMIT = 1L << 53;
    private static final long SEQUENCE_LIMIT = 1L << 53;

    private final long retentionMillis;

    BatchRules(Duration retention) {
        this.retentionMillis = retention.toMillis();
    }

    /** Who sent it, so that its books can be kept whatever else is wrong. */
    void checkSender(BatchColumns batch) throws RejectedException {
        check(isName(batch.service, SERVICE_LIMIT), RejectReason.BAD_SERVICE, "The service has no valid name.");
        check(isName(batch.instance, INSTANCE_LIMIT), RejectReason.BAD_INSTANCE, "The instance has no valid id.");
        check(
                batch.sequence >= 1 && batch.sequence <= SEQUENCE_LIMIT,
                RejectReason.BAD_SEQUENCE,
                "The sequence number is " + Long.toUnsignedString(batch.sequence) + ".");
    }

    void checkLabels(BatchColumns batch) throws RejectedException {
        int labels = batch.labelNames.size();
        check(labels <= LABELS_LIMIT, RejectReason.BAD_LABEL, labels + " labels are too many.");
        checkNamed("label", batch.labelNames, batch.labelValues, LABEL_VALUE_LIMIT, RejectReason.BAD_LABEL);
    }

    /** What the collector says about itself: facts, rates and the policy that they follow. */
    void checkDeclaration(BatchColumns batch) throws RejectedException {
        int facts = batch.factNames.size();
        check(facts <= FACTS_LIMIT, RejectReason.BAD_FACT, facts + " facts are too many.");
        checkNamed("fact", batch.factNames, batch.factValues, FACT_VALUE_LIMIT, RejectReason.BAD_FACT);
        boolean[] seen = new boolean[Event.limit()];
        for (int i = 0; i < batch.rateEvents.size(); i++) {
            int event = batch.rateEvents.get(i);
            check(Event.isKnown(event), RejectReason.UNKNOWN_EVENT, "Event " + event + " is not known.");
            check(!seen[event], RejectReason.BAD_RATE, "There are two rates of " + Event.name(event) + ".");
            seen[event] = true;
            long interval = batch.rateIntervals.get(i);
            check(
                    interval >= 0 && interval <= VALUE_LIMIT,
                    RejectReason.BAD_RATE,
                    "A rate has an impossible interval.");
            check(batch.rateSlowed.get(i) >= 0, RejectReason.BAD_RATE, "A rate has an impossible factor.");
        }
        check(
                batch.policy.isEmpty() || isName(batch.policy, POLICY_LIMIT),
                RejectReason.BAD_RATE,
                "The policy has no valid name.");
    }

    private static void checkNamed(
            String what, List<String> texts, List<String> values, int valueLimit, RejectReason reason)
            throws RejectedException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String name = texts.get(i);
            boolean valid = LABEL_NAME.matcher(name).matches();
            check(valid, reason, "The " + what + " " + i + " has no valid name.");
            check(names.add(name), reason, "The " + what + " " + name + " occurs twice.");
            check(values.get(i).length() <= valueLimit, reason, "The value of " + what + " " + name + " is too long.");
        }
    }

    void checkFormat(BatchColumns batch) throws RejectedException {
        check(
                batch.formatVersion == 1 || batch.formatVersion == 2,
                RejectReason.UNKNOWN_FORMAT,
                "The format has version " + Integer.toUnsignedString(batch.formatVersion) + ", not 1 or 2.");
    }

    void checkTimes(BatchColumns batch, long nowMillis) throws RejectedException {
        long start = batch.startMillis;
        long end = batch.endMillis;
        String interval = "The interval from " + start + " to " + end + " ms since the epoch ";
        check(start >= 0 && end >= start, RejectReason.BAD_INTERVAL, interval + "is none.");
        check(end - start <= HOUR_MILLIS, RejectReason.BAD_INTERVAL, interval + "is longer than an hour.");
        check(end <= nowMillis + AHEAD_MILLIS, RejectReason.IN_FUTURE, interval + "is in the future.");
        check(start > nowMillis - retentionMillis, RejectReason.TOO_OLD, interval + "is past the retention.");
    }

    /** Whether a moment is one at which a batch may begin. */
    boolean isPlausible(long startMillis, long nowMillis) {
        return startMillis > nowMillis - retentionMillis && startMillis <= nowMillis + AHEAD_MILLIS;
    }

    void checkDictionaries(BatchColumns batch) throws RejectedException {
        int deepest = batch.formatVersion == 1 ? STACK_LIMIT - 1 : STACK_LIMIT;
        int strings = Math.max(1, batch.strings());
        check(
                batch.strings() == 0 || batch.stringLengths.get(0) == 0,
                RejectReason.BAD_FRAME,
                "String 0 is not the empty one.");
        for (int i = 0; i < batch.frames(); i++) {
            check(isIndex(batch.frameClasses.get(i), strings), RejectReason.BAD_FRAME, "Frame %d: no such class.", i);
            check(isIndex(batch.frameMethods.get(i), strings), RejectReason.BAD_FRAME, "Frame %d: no such method.", i);
            check(batch.frameLines.get(i) >= 0, RejectReason.BAD_FRAME, "Frame %d: no such line.", i);
            check(isIndex(batch.frameTypes.get(i), 128), RejectReason.BAD_FRAME, "Frame %d: no such type.", i);
        }
        for (int i = 0; i < batch.stacks(); i++) {
            int depth = batch.stackEnds.get(i) - batch.stackStart(i);
            check(depth >= 1 && depth <= deepest, RejectReason.BAD_STACK, "A stack has %d frames.", depth);
        }
        for (int i = 0; i < batch.stackFrames.size(); i++) {
            check(
                    isIndex(batch.stackFrames.get(i), batch.frames()),
                    RejectReason.BAD_STACK,
                    "A stack refers to frame %d.",
                    batch.stackFrames.get(i));
        }
    }

    void checkStackIds(BatchColumns batch) throws RejectedException {
        check(
                batch.stackIdsLength % DictionaryCodec.ID_BYTES == 0,
                RejectReason.BAD_STACK,
                "The identities of the stacks are %d bytes.",
                batch.stackIdsLength);
    }

    /**
     * Of the samples.
     *
     * @param stacks how many there are
     * @param threads how many strings there are that can be names of threads; the first one is none
     */
    void checkSamples(BatchColumns batch, int stacks, int threads) throws RejectedException {
        long firstWindow = WindowPart.startOf(batch.startMillis);
        long windows = (batch.endMillis - firstWindow) / WindowPart.LENGTH_MILLIS + 1;
        for (int i = 0; i < batch.samples(); i++) {
            check(
                    Event.isKnown(batch.sampleEvents.get(i)),
                    RejectReason.UNKNOWN_EVENT,
                    "Event %d is not known.",
                    batch.sampleEvents.get(i));
            check(isIndex(batch.sampleStacks.get(i), stacks), RejectReason.BAD_SAMPLE, "Sample %d: no such stack.", i);
            check(
                    isIndex(batch.sampleThreads.get(i), threads),
                    RejectReason.BAD_SAMPLE,
                    "Sample %d: no such thread name.",
                    i);
            check(isCount(batch.sampleCounts.get(i), 1), RejectReason.BAD_SAMPLE, "Sample %d: impossible count.", i);
            check(
                    batch.sampleValues.get(i) >= 0 && batch.sampleValues.get(i) <= VALUE_LIMIT,
                    RejectReason.BAD_SAMPLE,
                    "Sample %d: impossible value.",
                    i);
            check(
                    batch.sampleWindows.get(i) >= 0 && batch.sampleWindows.get(i) < windows,
                    RejectReason.BAD_WINDOW,
                    "Sample %d is not in the batch's interval.",
                    i);
        }
    }

    void checkLedger(BatchColumns batch) throws RejectedException {
        boolean[] seen = new boolean[Event.limit()];
        for (int i = 0; i < batch.ledgerEvents.size(); i++) {
            int event = batch.ledgerEvents.get(i);
            check(Event.isKnown(event), RejectReason.UNKNOWN_EVENT, "Event " + event + " is not known.");
            check(!seen[event], RejectReason.BAD_LEDGER, "The ledger has two entries for " + Event.name(event) + ".");
            seen[event] = true;
            check(isCount(batch.ledgerTaken.get(i), 0), RejectReason.BAD_LEDGER, "An impossible number was taken.");
        }
        for (int i = 0; i < batch.dropEntries.size(); i++) {
            check(isCount(batch.dropSamples.get(i), 0), RejectReason.BAD_LEDGER, "An impossible number was dropped.");
            check(isIndex(batch.dropReasons.get(i), 128), RejectReason.BAD_LEDGER, "A reason cannot be.");
        }
    }

    static boolean isCount(long count, long least) {
        return count >= least && count <= COUNT_LIMIT;
    }

    private static boolean isIndex(int index, int size) {
        return index >= 0 && index < size;
    }

    private static boolean isName(String name, int limit) {
        return !name.isEmpty() && name.length() <= limit && name.chars().noneMatch(Character::isISOControl);
    }

    private static void check(boolean holds, RejectReason reason, String message) throws RejectedException {
        if (!holds) {
            throw new RejectedException(reason, message);
        }
    }

    /** Formats the message only when it is needed: this runs for every frame and sample. */
    private static void check(boolean holds, RejectReason reason, String format, int number) throws RejectedException {
        if (!holds) {
            throw new RejectedException(reason, format.replace("%d", Integer.toString(number)));
        }
    }
}
