package dev.stackhouse.streamer.partial;

import java.util.SortedMap;

/**
 * One start of one JVM.
 *
 * @param id unique among the instances of the service
 */
public record Instance(String service, String id, SortedMap<String, String> labels) {
    /** Names the instance among all. Neither part can contain a line feed. */
    public String key() {
        return service + "\n" + id;
    }
}
