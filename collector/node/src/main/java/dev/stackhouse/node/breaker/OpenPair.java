package dev.stackhouse.node.breaker;

import java.time.Instant;

/**
 * A pair that is not attached to.
 *
 * @param died when the JVM did that opened it
 * @param victim which one
 */
public record OpenPair(Pair pair, Instant died, String victim) {}
