package dev.stackhouse.node.decide;

import java.util.SortedMap;

/**
 * What becomes of a JVM.
 *
 * @param profile whether it is profiled
 * @param why it is not; empty if it is
 * @param worthSaying whether somebody should read why: not for what the rules exclude on purpose
 */
public record Decision(
        boolean profile,
        String why,
        boolean worthSaying,
        String service,
        SortedMap<String, String> labels,
        OwnSettings settings) {
    static Decision leaveAlone(String why, boolean worthSaying) {
        return new Decision(false, why, worthSaying, "", new java.util.TreeMap<>(), OwnSettings.NONE);
    }
}
