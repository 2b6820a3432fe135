package dev.stackhouse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.deploy.crd.Kustomization;
import dev.stackhouse.deploy.manifest.Manifests;
import dev.stackhouse.deploy.manifest.Manifests.Manifest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The daemon of the nodes: well formed, with no more rights than it needs, and as the code has it. */
class NodeDaemonTest {
    private static final Path MODULE = SourceText.root().resolve("deploy/k8s");
    private static List<Manifest> manifests;
    private static PodSpec pod;
    private static Container container;

    @BeforeAll
    static void everyManifestIsReadStrictly() throws Exception {
        manifests = Manifests.in(MODULE.resolve("node"));
        pod = one(DaemonSet.class).getSpec().getTemplate().getSpec();
        container = Containers.named(manifests, "node");
    }

    private static <T> T one(Class<T> type) {
        return manifests.stream()
                .filter(manifest -> type.isInstance(manifest.model()))
                .map(manifest -> type.cast(manifest.model()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itSeesTheProcessesOfTheHostAndHasTheCapabilitiesThatItsTestsRunWith() throws Exception {
        assertThat(pod.getHostPID()).isTrue();
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(container.getSecurityContext().getPrivileged()).isNull();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        List<String> added = container.getSecurityContext().getCapabilities().getAdd();
        String test = Files.readString(
                SourceText.root().resolve("collector/node/src/test/java/dev/stackhouse/node/RunningNode.java"));
        String tested = test.replaceAll("(?s).*CAPABILITIES = \"(.*?)\";.*", "$1");
        assertThat(tested.split(",", -1))
                .containsExactlyInAnyOrderElementsOf(added.stream()
                        .map(name -> "+" + name.toLowerCase(java.util.Locale.ROOT))
                        .toList());
        assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
    }

    @Test
    void itsSettingsPortsAndImageAreThoseOfTheCode() throws Exception {
        Map<String, String> variables = Containers.variables(container);
        String command = Files.readString(
                SourceText.root().resolve("collector/node/src/main/java/dev/stackhouse/node/NodeCommand.java"));
        variables.keySet().stream()
                .filter(name -> name.startsWith("STACKHOUSE_NODE_"))
                .forEach(name -> assertThat(command).contains("${env:" + name));
        assertThat(container.getPorts()).singleElement().satisfies(port -> assertThat(port.getContainerPort())
                .hasToString(variables.get("STACKHOUSE_NODE_METRICS_PORT")));
        assertThat(command).contains(variables.get("STACKHOUSE_NODE_METRICS_PORT"));
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health");
        assertThat(one(Kustomization.class).images())
                .extracting(Kustomization.Image::name)
                .containsExactly("stackhouse/node");
        assertThat(container.getImage()).startsWith("stackhouse/node:");
        assertThat(Files.readString(MODULE.resolve("images/node/Dockerfile")))
                .contains("dev.stackhouse.node.NodeMain", "collector/node/target/lib/");
        assertThat(pod.getVolumes()).anySatisfy(volume -> assertThat(
                        volume.getHostPath() == null ? "" : volume.getHostPath().getPath())
                .isEqualTo(variables.get("STACKHOUSE_NODE_STATE")));
    }
}
