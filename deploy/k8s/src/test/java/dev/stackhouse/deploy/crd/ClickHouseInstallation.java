package dev.stackhouse.deploy.crd;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;

/**
 * Altinity's resource, clickhouse.altinity.com/v1
 * (https://github.com/Altinity/clickhouse-operator/blob/master/docs/custom_resource_explained.md).
 */
public record ClickHouseInstallation(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    public record Spec(Defaults defaults, ServerConfiguration configuration, Templates templates) {}

    public record Defaults(TemplateNames templates) {}

    public record TemplateNames(String podTemplate, String dataVolumeClaimTemplate) {}

    public record ServerConfiguration(
            List<Cluster> clusters, Map<String, Object> users, Map<String, Object> profiles) {}

    public record Cluster(String name, Layout layout) {}

    public record Layout(int shardsCount, int replicasCount) {}

    public record Templates(List<PodTemplate> podTemplates, List<VolumeClaimTemplate> volumeClaimTemplates) {}

    public record PodTemplate(String name, PodSpec spec) {}

    public record VolumeClaimTemplate(String name, PersistentVolumeClaimSpec spec) {}
}
