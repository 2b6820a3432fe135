package dev.stackhouse.regression;

import java.util.BitSet;

/** A unit that changed. */
@SuppressWarnings("ArrayRecordComponent") // Thousands of them: plain numbers, never compared.
record Change(UnitKey unit, float[] row, Verdict verdict, double qValue, BitSet members) {
    boolean isGrowth() {
        return verdict.change() > 0;
    }
}
