package dev.stackhouse.deploy.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Map;

/** Strimzi's resources, kafka.strimzi.io/v1 (https://strimzi.io/docs/operators/latest/configuring.html). */
public final class KafkaResources {
    private KafkaResources() {}

    public record Kafka(String apiVersion, String kind, ObjectMeta metadata, KafkaSpec spec) {}

    public record KafkaSpec(Cluster kafka, EntityOperator entityOperator) {}

    public record Cluster(List<Listener> listeners, Map<String, Object> config) {}

    public record Listener(
            String name, int port, String type, boolean tls, List<NetworkPolicyPeer> networkPolicyPeers) {}

    public record EntityOperator(Map<String, Object> topicOperator) {}

    public record NodePool(String apiVersion, String kind, ObjectMeta metadata, NodePoolSpec spec) {}

    public record NodePoolSpec(int replicas, List<String> roles, Storage storage, ResourceRequirements resources) {}

    public record Storage(String type, List<Volume> volumes) {}

    public record Volume(
            int id,
            String type,
            String size,
            String kraftMetadata,
            @JsonProperty("deleteClaim") boolean deleteClaim) {}

    public record Topic(String apiVersion, String kind, ObjectMeta metadata, TopicSpec spec) {}

    public record TopicSpec(int partitions, int replicas, Map<String, Object> config) {}
}
