package dev.stackhouse.streamer.decode;

import java.util.ArrayList;
import java.util.List;

/** The fields of one batch as they came, unchecked, in columns. Filled by {@link BatchReader}. */
final class BatchColumns {
    int formatVersion;
    String service = "";
    String instance = "";
    final List<String> labelNames = new ArrayList<>();
    final List<String> labelValues = new ArrayList<>();
    long sequence;
    long startMillis;
    long endMillis;
    boolean last;
    final List<String> factNames = new ArrayList<>();
    final List<String> factValues = new ArrayList<>();
    final IntColumn rateEvents = new IntColumn();
    final LongColumn rateIntervals = new LongColumn();
    final IntColumn rateSlowed = new IntColumn();
    String policy = "";

    /** Where in the batch's bytes the identities of its stacks are, of format 2. */
    int stackIdsOffset;

    int stackIdsLength;

    /** Where in the batch's bytes the compressed dictionary is, of format 2. */
    int dictionaryOffset;

    int dictionaryLength;

    /** Positions of the strings in the bytes of the batch, or of its dictionary in format 2. */
    final IntColumn stringOffsets = new IntColumn();

    final IntColumn stringLengths = new IntColumn();

    final IntColumn frameClasses = new IntColumn();
    final IntColumn frameMethods = new IntColumn();
    final IntColumn frameLines = new IntColumn();
    final IntColumn frameTypes = new IntColumn();

    /** Frame indexes of all stacks, one after the other. */
    final IntColumn stackFrames = new IntColumn();

    /** Where each stack ends in {@link #stackFrames}. */
    final IntColumn stackEnds = new IntColumn();

    /** Of the stacks of a dictionary, as they came: frames shared with the one before, depth, and the other frames. */
    final IntColumn sharedFrames = new IntColumn();

    final IntColumn depths = new IntColumn();
    final IntColumn ownFrames = new IntColumn();

    final IntColumn sampleStacks = new IntColumn();
    final IntColumn sampleEvents = new IntColumn();
    final LongColumn sampleValues = new LongColumn();
    final LongColumn sampleCounts = new LongColumn();
    final IntColumn sampleThreads = new IntColumn();
    final IntColumn sampleWindows = new IntColumn();

    final IntColumn ledgerEvents = new IntColumn();
    final LongColumn ledgerTaken = new LongColumn();

    /** Index into the ledger columns, reason and samples of every drop. */
    final IntColumn dropEntries = new IntColumn();

    final IntColumn dropReasons = new IntColumn();
    final LongColumn dropSamples = new LongColumn();

    void clear() {
        formatVersion = 0;
        service = "";
        instance = "";
        labelNames.clear();
        labelValues.clear();
        sequence = 0;
        startMillis = 0;
        endMillis = 0;
        last = false;
        factNames.clear();
        factValues.clear();
        policy = "";
        stackIdsOffset = 0;
        stackIdsLength = 0;
        dictionaryOffset = 0;
        dictionaryLength = 0;
        clearDictionary();
        for (IntColumn column : new IntColumn[] {
            sampleStacks,
            sampleEvents,
            sampleThreads,
            sampleWindows,
            ledgerEvents,
            dropEntries,
            dropReasons,
            rateEvents,
            rateSlowed
        }) {
            column.clear();
        }
        for (LongColumn column :
                new LongColumn[] {sampleValues, sampleCounts, ledgerTaken, dropSamples, rateIntervals}) {
            column.clear();
        }
    }

    void clearDictionary() {
        for (IntColumn column : new IntColumn[] {
            stringOffsets,
            stringLengths,
            frameClasses,
            frameMethods,
            frameLines,
            frameTypes,
            stackFrames,
            stackEnds,
            sharedFrames,
            depths,
            ownFrames
        }) {
            column.clear();
        }
    }

    int strings() {
        return stringOffsets.size();
    }

    int frames() {
        return frameClasses.size();
    }

    int stacks() {
        return stackEnds.size();
    }

    int samples() {
        return sampleStacks.size();
    }

    // A batch without strings has the empty one.
    int stringOffset(int string) {
        return strings() == 0 ? 0 : stringOffsets.get(string);
    }

    int stringLength(int string) {
        return strings() == 0 ? 0 : stringLengths.get(string);
    }

    int stackStart(int stack) {
        return stack == 0 ? 0 : stackEnds.get(stack - 1);
    }
}
