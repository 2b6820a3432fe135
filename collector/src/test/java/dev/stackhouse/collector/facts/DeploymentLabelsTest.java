package dev.stackhouse.collector.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentLabelsTest {
    private static final CommandLine NO_JAR = CommandLine.of(List.of("java", "com.acme.Main"));

    @TempDir
    Path root;

    @Test
    void takesTheVersionFromTheManifestOfTheMainJar() throws IOException {
        jar("opt/app/app.jar", "1.3.2");

        assertThat(labels(Map.of(), "-jar", "/opt/app/app.jar")).isEqualTo(Map.of("version", "1.3.2"));
        assertThat(labels(Map.of(), "-jar", "app.jar")).isEqualTo(Map.of("version", "1.3.2"));
        assertThat(labels(Map.of(), "-jar", "absent.jar")).isEmpty();
    }

    @Test
    void takesTheVersionOfTheFirstJarOfTheClassPathIfItHasTheMainClass() throws IOException {
        jar("opt/app/app.jar", "1.3.2");

        assertThat(labels(Map.of(), "-cp", "app.jar:other.jar", "com.acme.Main"))
                .isEqualTo(Map.of("version", "1.3.2"));
        assertThat(labels(Map.of(), "-cp", "app.jar:other.jar", "com.acme.Other"))
                .isEmpty();
    }

    @Test
    void aVersionThatWasGivenIsStrongerThanAManifest() throws IOException {
        jar("opt/app/app.jar", "1.3.2");

        assertThat(labels(Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.name=x, service.version=42"), "-jar", "app.jar"))
                .isEqualTo(Map.of("version", "42"));
    }

    @Test
    void aJarThatIsNoneHasNoVersion() throws IOException {
        Files.createDirectories(root.resolve("opt/app"));
        Files.writeString(root.resolve("opt/app/app.jar"), "not a jar");

        assertThat(labels(Map.of(), "-jar", "app.jar")).isEmpty();
    }

    @Test
    void takesNamesOfKubernetesFromTheEnvironment() {
        assertThat(of(Map.of("POD_NAME", "web-1", "POD_NAMESPACE", "shop", "NODE_NAME", "n7")))
                .isEqualTo(Map.of("pod", "web-1", "namespace", "shop", "node", "n7"));
        assertThat(of(Map.of("HOSTNAME", "laptop"))).isEmpty();
        assertThat(of(Map.of("HOSTNAME", "web-1", "KUBERNETES_SERVICE_HOST", "10.0.0.1")))
                .isEqualTo(Map.of("pod", "web-1"));
        assertThat(of(Map.of("HOSTNAME", "n7", "NODE_NAME", "n7", "KUBERNETES_SERVICE_HOST", "10.0.0.1")))
                .isEqualTo(Map.of("node", "n7"));
    }

    @Test
    void takesTheNamespaceFromTheServiceAccount() throws IOException {
        Map<String, String> environment = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        Path account = root.resolve("run/secrets/kubernetes.io/serviceaccount");
        Files.createDirectories(account);
        Files.createDirectories(root.resolve("var"));
        // As in most images; from here it leads to somebody else's file.
        Files.createSymbolicLink(root.resolve("var/run"), Path.of("/run"));
        Files.writeString(account.resolve("namespace"), "shop\n");

        assertThat(of(environment)).isEqualTo(Map.of("namespace", "shop"));
        assertThat(of(Map.of())).isEmpty();
    }

    private Map<String, String> of(Map<String, String> environment) {
        return DeploymentLabels.of(environment, NO_JAR, "/", root);
    }

    private Map<String, String> labels(Map<String, String> environment, String... arguments) {
        List<String> words = new ArrayList<>(List.of("java"));
        words.addAll(List.of(arguments));
        return DeploymentLabels.of(environment, CommandLine.of(words), "/opt/app", root);
    }

    private void jar(String file, String version) throws IOException {
        Path jar = root.resolve(file);
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(out, manifest)) {
            content.putNextEntry(new ZipEntry("com/acme/Main.class"));
        }
    }
}
