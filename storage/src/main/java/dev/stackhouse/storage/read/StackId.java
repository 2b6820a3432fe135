package dev.stackhouse.storage.read;

import java.math.BigInteger;

/**
 * Identity of a stack: a hash of its frames.
 *
 * @param high upper 64 bits
 * @param low lower 64 bits
 */
record StackId(long high, long low) {
    /** As a quoted number, which ClickHouse reads as a UInt128; without quotes it would take it for a floating-point number. */
    String literal() {
        return "'" + unsigned(high).shiftLeft(64).or(unsigned(low)) + "'";
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }
}
