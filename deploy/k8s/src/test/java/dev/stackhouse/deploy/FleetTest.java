package dev.stackhouse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stackhouse.deploy.crd.FlinkDeployment;
import dev.stackhouse.deploy.crd.KafkaResources;
import dev.stackhouse.deploy.crd.Kustomization;
import dev.stackhouse.deploy.manifest.Manifests;
import dev.stackhouse.deploy.manifest.Manifests.Manifest;
import dev.stackhouse.query.server.QueryServerConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The manifests are well formed, safe, and say what the code says. */
class FleetTest {
    private static final Path MODULE = SourceText.root().resolve("deploy/k8s");
    private static List<Manifest> base;
    private static List<Manifest> example;
    private static List<Manifest> all;

    @BeforeAll
    static void everyManifestIsReadStrictly() throws Exception {
        base = Manifests.in(MODULE.resolve("base"));
        example = Manifests.in(MODULE.resolve("example"));
        all = new ArrayList<>(base);
        all.addAll(example);
    }

    @Test
    void kustomizationsListTheirFiles() throws Exception {
        for (String directory : List.of("base", "example")) {
            List<String> files;
            try (Stream<Path> listed = Files.list(MODULE.resolve(directory))) {
                files = listed.map(path -> String.valueOf(path.getFileName()))
                        .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
                        .toList();
            }
            Kustomization kustomization = one(directory.equals("base") ? base : example, Kustomization.class);
            assertThat(kustomization.resources()).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @Test
    void everyImageOfOursGetsATag() throws Exception {
        Kustomization kustomization = one(base, Kustomization.class);
        List<String> ours = Containers.all(base).stream()
                .map(Container::getImage)
                .filter(image -> image != null && image.startsWith("stackhouse/"))
                .collect(Collectors.toCollection(ArrayList::new));
        ours.add(one(base, FlinkDeployment.class).spec().image());

        assertThat(Objects.requireNonNull(kustomization.images()))
                .extracting(Kustomization.Image::name)
                .containsAll(ours);
        // Kustomize looks for images in pods only, unless it is told of other places.
        assertThat(kustomization.configurations()).containsExactly("images.config");
        assertThat(Files.readString(MODULE.resolve("base/images.config")))
                .contains("spec/image", "kind: FlinkDeployment");
    }

    @Test
    void namesAreUnique() {
        assertThat(all.stream().filter(m -> !m.kind().equals("Kustomization")).map(m -> m.kind() + "/" + m.name()))
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.endsWith("/"));
    }

    @Test
    void theQueryServerListensWhereItIsAsked() throws Exception {
        Container query = Containers.named(base, "query");
        Map<String, String> variables = Containers.variables(query);

        assertThat(SourceText.of("query").variables()).containsAll(variables.keySet());
        assertThat(variables).containsEntry("STACKHOUSE_HTTP_HOST", "0.0.0.0");
        int port = QueryServerConfig.DEFAULT_PORT;
        assertThat(variables).containsEntry("STACKHOUSE_HTTP_PORT", Integer.toString(port));
        assertThat(query.getPorts()).singleElement().satisfies(p -> assertThat(p.getContainerPort())
                .isEqualTo(port));
        assertThat(one(base, Service.class).getSpec().getPorts())
                .singleElement()
                .satisfies(p -> assertThat(p.getPort()).isEqualTo(port));
        assertThat(query.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/ready");
        assertThat(query.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health");
        assertThat(SourceText.of("query").file("dev/stackhouse/query/server/QueryServer.java"))
                .contains("\"/health\"", "\"/ready\"", "\"/metrics\"");
    }

    @Test
    void theJobIsTheOneThatIsBuilt() throws Exception {
        FlinkDeployment flink = one(base, FlinkDeployment.class);
        Container main = Containers.named(base, "flink-main-container");

        assertThat(SourceText.of("streamer").variables())
                .containsAll(Containers.variables(main).keySet());
        assertThat(SourceText.of("streamer").mainClass(flink.spec().job().entryClass()))
                .contains("public static void main(");
        String jar = flink.spec()
                .job()
                .jarURI()
                .substring(flink.spec().job().jarURI().lastIndexOf('/') + 1);
        assertThat(Files.readString(SourceText.root().resolve("streamer/pom.xml")))
                .contains("/" + jar + "<");
        assertThat(Files.readString(MODULE.resolve("images/streamer/Dockerfile")))
                .contains("streamer/target/" + jar + " /opt/flink/usrlib/");
        assertThat(SourceText.of("streamer").file("dev/stackhouse/streamer/StreamerJob.java"))
                .doesNotContain("CHECKPOINTS_DIRECTORY");
    }

    @Test
    void flinkIsOneVersionEverywhere() throws Exception {
        String pom = Files.readString(SourceText.root().resolve("pom.xml"));
        String version = pom.replaceAll("(?s).*<flink.version>(.*?)</flink.version>.*", "$1");

        assertThat(one(base, FlinkDeployment.class).spec().flinkVersion())
                .isEqualTo("v" + version.substring(0, version.lastIndexOf('.')).replace('.', '_'));
        assertThat(Files.readString(MODULE.resolve("images/streamer/Dockerfile")))
                .contains("flink:" + version + "-java17");
    }

    @Test
    void theTasksFitThePartitions() {
        FlinkDeployment flink = one(base, FlinkDeployment.class);
        KafkaResources.Topic batches = topic("stackhouse.batches");

        assertThat(batches.spec().partitions())
                .isGreaterThanOrEqualTo(flink.spec().job().parallelism());
    }

    @Test
    void theJobReportsWhereItIsProbedAndScraped() {
        FlinkDeployment flink = one(base, FlinkDeployment.class);
        Map<String, String> settings = flink.spec().flinkConfiguration();
        String reporter = "metrics.reporter." + settings.get("metrics.reporters");
        String port = settings.get(reporter + ".port");
        Container main = Containers.named(base, "flink-main-container");

        assertThat(settings)
                .containsEntry(
                        reporter + ".factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        assertThat(main.getPorts()).singleElement().satisfies(p -> {
            assertThat(p.getContainerPort()).hasToString(port);
            assertThat(main.getLivenessProbe().getHttpGet().getPort().getStrVal())
                    .isEqualTo(p.getName());
        });
        assertThat(flink.spec().podTemplate().getMetadata().getAnnotations())
                .containsEntry("prometheus.io/port", port)
                .containsEntry("prometheus.io/scrape", "true");
        assertThat(flink.spec().jobManager().podTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(container -> {
                    assertThat(container.getName()).isEqualTo(main.getName());
                    assertThat(container.getReadinessProbe()).isNotNull();
                });
    }

    @Test
    void topicsAreThoseOfTheCode() throws Exception {
        Map<String, String> variables = Containers.variables(Containers.named(base, "flink-main-container"));
        String streamer = SourceText.of("streamer").file("dev/stackhouse/streamer/StreamerConfig.java");
        String collector = SourceText.of("collector").file("dev/stackhouse/collector/config/CollectorConfig.java");

        for (String name : List.of(variables.get("STACKHOUSE_TOPIC"), variables.get("STACKHOUSE_DEAD_LETTER_TOPIC"))) {
            assertThat(topic(name).spec().replicas()).isEqualTo(3);
            assertThat(streamer).contains("\"" + name + "\"");
        }
        assertThat(collector).contains("\"topic\", \"" + variables.get("STACKHOUSE_TOPIC") + "\"");
        KafkaResources.TopicSpec policies = topic("stackhouse.policies").spec();
        assertThat(policies.partitions()).isEqualTo(1);
        assertThat(policies.config()).containsEntry("cleanup.policy", "compact");
        assertThat(SourceText.of("collector").file("dev/stackhouse/collector/config/ControlConfig.java"))
                .contains("\"policy.topic\", \"stackhouse.policies\"");
    }

    @Test
    void addressesAreThoseOfTheServers() {
        String clickHouse = "clickhouse-" + named("ClickHouseInstallation").name();
        KafkaResources.Kafka kafka = one(base, KafkaResources.Kafka.class);
        KafkaResources.Listener listener = kafka.spec().kafka().listeners().get(0);
        String bootstrap = kafka.metadata().getName() + "-kafka-bootstrap";

        for (String name : List.of("query", "migrations", "flink-main-container")) {
            URI uri = URI.create(
                    Containers.variables(Containers.named(base, name)).get("STACKHOUSE_CLICKHOUSE_URL"));
            assertThat(uri.getHost()).isEqualTo(clickHouse);
            assertThat(Containers.named(base, "clickhouse").getPorts())
                    .anySatisfy(port -> assertThat(port.getContainerPort()).isEqualTo(uri.getPort()));
        }
        assertThat(Containers.variables(Containers.named(base, "flink-main-container")))
                .containsEntry("STACKHOUSE_BOOTSTRAP_SERVERS", bootstrap + ":" + listener.port());
        assertThat(Containers.variables(Containers.named(example, "checkout")))
                .containsEntry("STACKHOUSE_BROKERS", bootstrap + ".stackhouse.svc:" + listener.port());
    }

    @Test
    void commandsRunClassesThatExist() throws Exception {
        for (String name : List.of("query", "migrations")) {
            List<String> command = Containers.named(base, name).getCommand();
            String module = name.equals("query") ? "query" : "storage";
            assertThat(SourceText.of(module).mainClass(command.get(command.size() - 1)))
                    .contains("public static void main(");
        }
        assertThat(SourceText.of("storage").variables())
                .containsAll(Containers.variables(Containers.named(base, "migrations"))
                        .keySet());
    }

    @Test
    void theExampleLoadsTheAgentThatIsBuilt() throws Exception {
        Map<String, String> variables = Containers.variables(Containers.named(example, "checkout"));

        assertThat(variables.get("JAVA_TOOL_OPTIONS")).isEqualTo("-javaagent:/stackhouse/stackhouse-collector.jar");
        assertThat(Containers.named(example, "stackhouse-collector").getCommand())
                .containsExactly("cp", "/stackhouse-collector.jar", "/stackhouse/");
        assertThat(Files.readString(MODULE.resolve("images/collector/Dockerfile")))
                .contains("collector/target/stackhouse-collector.jar /stackhouse-collector.jar");
        assertThat(SourceText.of("collector").file("dev/stackhouse/collector/config/Settings.java"))
                .contains("\"brokers\"", "\"STACKHOUSE_\" + name.toUpperCase");
    }

    @Test
    void everyContainerIsBoundedAndUnprivileged() {
        for (Container container : Containers.all(all)) {
            if (!container.getName().equals("flink-main-container")) { // its resources are the operator's to set
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
            }
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .as(container.getName())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
        }
        assertThat(Containers.pods(all)).hasSize(6).allSatisfy(pod -> assertThat(
                        pod.getSecurityContext().getRunAsNonRoot())
                .isTrue());
    }

    @Test
    void serversAreProbedAndBudgeted() {
        for (String name : List.of("query", "clickhouse", "checkout")) {
            assertThat(Containers.named(all, name).getReadinessProbe()).as(name).isNotNull();
            assertThat(Containers.named(all, name).getLivenessProbe()).as(name).isNotNull();
        }
        assertThat(all.stream()
                        .filter(m -> m.model() instanceof PodDisruptionBudget)
                        .map(Manifest::name))
                .containsExactlyInAnyOrder("stackhouse-query", "stackhouse-streamer", "checkout");
    }

    @Test
    void nothingIsLetInUnlessSaid() {
        Set<String> policies = Set.of("default-deny-ingress", "query", "clickhouse", "streamer");

        assertThat(base.stream().filter(m -> m.kind().equals("NetworkPolicy")).map(Manifest::name))
                .containsExactlyInAnyOrderElementsOf(policies);
        assertThat(one(base, KafkaResources.Kafka.class).spec().kafka().listeners())
                .allSatisfy(
                        listener -> assertThat(listener.networkPolicyPeers()).isNotEmpty());
        assertThat(example.get(0)
                        .tree()
                        .at("/metadata/labels/stackhouse.dev~1profiled")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void noSecretIsInClear() {
        assertThat(all).extracting(Manifest::kind).doesNotContain("Secret");
        for (Container container : Containers.all(all)) {
            container.getEnv().stream()
                    .filter(variable -> variable.getName().matches(".*(PASSWORD|SECRET|TOKEN|KEY).*"))
                    .forEach(variable -> assertThat(
                                    variable.getValueFrom().getSecretKeyRef().getName())
                            .isEqualTo("stackhouse-clickhouse"));
        }
        all.forEach(manifest -> assertNoSecretValue(manifest.file(), manifest.tree()));
        JsonNode users = named("ClickHouseInstallation").tree().at("/spec/configuration/users");
        assertThat(users.at("/stackhouse~1password/valueFrom/secretKeyRef/name").asText())
                .isEqualTo("stackhouse-clickhouse");
    }

    private static void assertNoSecretValue(String path, JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String below = path + "." + field.getKey();
            if (field.getKey().matches("(?i).*(password|secret|token).*")
                    && field.getValue().isValueNode()) {
                assertThat(field.getKey()).as(below).isIn("automountServiceAccountToken", "secretName");
            }
            assertNoSecretValue(below, field.getValue());
        }
        if (node.isArray()) {
            node.forEach(element -> assertNoSecretValue(path, element));
        }
    }

    private static KafkaResources.Topic topic(String name) {
        return base.stream()
                .filter(manifest ->
                        manifest.kind().equals("KafkaTopic") && manifest.name().equals(name))
                .map(manifest -> (KafkaResources.Topic) manifest.model())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no topic " + name));
    }

    private static Manifest named(String kind) {
        return base.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind));
    }

    private static <T> T one(List<Manifest> manifests, Class<T> model) {
        List<T> found = manifests.stream()
                .map(Manifest::model)
                .filter(model::isInstance)
                .map(model::cast)
                .toList();
        assertThat(found).as(model.getSimpleName()).hasSize(1);
        return found.get(0);
    }
}
