package dev.stackhouse.deploy.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.stackhouse.deploy.crd.ClickHouseInstallation;
import dev.stackhouse.deploy.crd.FlinkDeployment;
import dev.stackhouse.deploy.crd.KafkaResources;
import dev.stackhouse.deploy.crd.Kustomization;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the manifests of a directory strictly. */
public final class Manifests {
    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("apps/v1/DaemonSet", DaemonSet.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("batch/v1/CronJob", CronJob.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
            Map.entry("kafka.strimzi.io/v1/Kafka", KafkaResources.Kafka.class),
            Map.entry("kafka.strimzi.io/v1/KafkaNodePool", KafkaResources.NodePool.class),
            Map.entry("kafka.strimzi.io/v1/KafkaTopic", KafkaResources.Topic.class),
            Map.entry("flink.apache.org/v1beta1/FlinkDeployment", FlinkDeployment.class),
            Map.entry("clickhouse.altinity.com/v1/ClickHouseInstallation", ClickHouseInstallation.class),
            Map.entry("kustomize.config.k8s.io/v1beta1/Kustomization", Kustomization.class));

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Manifests() {}

    /**
     * One document of a file.
     *
     * @param tree as it was written
     * @param model as its type is defined
     */
    public record Manifest(String file, String kind, String name, JsonNode tree, Object model) {}

    /** All documents of the .yaml files of a directory, in the order of the files' names. */
    public static List<Manifest> in(Path directory) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                manifests.addAll(parse(String.valueOf(file.getFileName()), Files.readString(file)));
            }
        }
        return manifests;
    }

    /**
     * Parses the documents of a file.
     *
     * @throws IllegalArgumentException that names the file and every field that its type does not have
     */
    static List<Manifest> parse(String file, String text) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNext()) {
                manifests.add(manifest(file, documents.next()));
            }
        }
        return manifests;
    }

    private static Manifest manifest(String file, JsonNode tree) {
        String type = tree.path("apiVersion").asText() + "/" + tree.path("kind").asText();
        Class<?> model = MODELS.get(type);
        if (model == null) {
            throw new IllegalArgumentException(file + ": no model of " + type);
        }
        Object parsed;
        try {
            parsed = YAML.treeToValue(tree, model);
        } catch (UnrecognizedPropertyException e) {
            String path = e.getPath().stream()
                    .map(reference -> reference.getFieldName() == null
                            ? "[" + reference.getIndex() + "]"
                            : "." + reference.getFieldName())
                    .collect(Collectors.joining());
            throw new IllegalArgumentException(file + ": unknown " + path.substring(1), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": " + e.getOriginalMessage(), e);
        }
        List<String> unknown = UnknownFields.of(parsed);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(file + ": unknown " + String.join(", ", unknown));
        }
        return new Manifest(
                file,
                tree.path("kind").asText(),
                tree.path("metadata").path("name").asText(),
                tree,
                parsed);
    }
}
