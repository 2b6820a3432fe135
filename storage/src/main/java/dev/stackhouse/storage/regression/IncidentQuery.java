package dev.stackhouse.storage.regression;

import java.util.List;

/**
 * Which incidents are asked for, as they are now.
 *
 * @param service empty for all
 * @param states any of these; empty for all
 * @param classifications any of these; empty for all
 * @param fromMillis that changed at this moment or later, since the Unix epoch
 * @param toMillis and before this one
 */
public record IncidentQuery(
        String service, List<String> states, List<String> classifications, long fromMillis, long toMillis) {
    public IncidentQuery {
        states = List.copyOf(states);
        classifications = List.copyOf(classifications);
    }
}
