package dev.stackhouse.deploy.crd;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;

/**
 * The Flink operator's resource, flink.apache.org/v1beta1
 * (https://nightlies.apache.org/flink/flink-kubernetes-operator-docs-stable/docs/custom-resource/reference/).
 */
public record FlinkDeployment(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    public record Spec(
            String image,
            String flinkVersion,
            String serviceAccount,
            Map<String, String> flinkConfiguration,
            JobManager jobManager,
            TaskManager taskManager,
            PodTemplateSpec podTemplate,
            Job job) {}

    public record JobManager(int replicas, Resource resource, PodTemplateSpec podTemplate) {}

    public record TaskManager(Resource resource) {}

    public record Resource(double cpu, String memory) {}

    public record Job(String jarURI, String entryClass, int parallelism, String upgradeMode, String state) {}
}
