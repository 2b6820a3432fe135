package dev.stackhouse.storage.read;

import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.List;

/**
 * A distinct stack, and in which hours a service was seen in it.
 *
 * @param frames root first
 * @param hours counted from the first hour that was asked for; ascending
 * @param samples parallel to the hours
 */
@SuppressWarnings("ArrayRecordComponent") // Thousands of them: plain numbers, never compared.
public record HourlyStack(List<FrameRow> frames, int[] hours, long[] samples) {}
