package dev.stackhouse.collector.batch;

import java.util.SortedMap;

/** Who sends batches. */
public final class InstanceIdentity {
    private final String service;
    private final String instanceId;
    private final SortedMap<String, String> labels;

    /**
     * @param instanceId one start of one JVM
     */
    public InstanceIdentity(String service, String instanceId, SortedMap<String, String> labels) {
        this.service = service;
        this.instanceId = instanceId;
        this.labels = labels;
    }

    public String service() {
        return service;
    }

    public String instanceId() {
        return instanceId;
    }

    public SortedMap<String, String> labels() {
        return labels;
    }
}
