package dev.stackhouse.standalone.supervise;

import java.util.function.BooleanSupplier;

/**
 * A child process that was started and is usable.
 *
 * @param close stops it in order and returns once it is gone
 */
public record RunningChild(long pid, BooleanSupplier alive, Runnable close) {}
