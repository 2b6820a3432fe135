package dev.stackhouse.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The strictness itself. */
class ManifestsTest {
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: a}
            spec:
              ports:
                - {name: http, port: 80}
            """;
    private static final String TOPIC = """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaTopic
            metadata: {name: a}
            spec: {partitions: 1, replicas: 3, config: {}}
            """;

    @Test
    void readsWhatIsWellFormed() throws Exception {
        assertThat(Manifests.parse("a.yaml", SERVICE + "---\n" + TOPIC))
                .extracting(Manifests.Manifest::kind)
                .containsExactly("Service", "KafkaTopic");
    }

    @ParameterizedTest
    @CsvSource({"metadata:,metadta:,metadta", "ports:,prots:,spec.prots", "port: 80,prot: 80,spec.ports[0].prot"})
    void aMisspeltFieldIsNamedWithItsPath(String right, String wrong, String path) {
        assertThatThrownBy(() -> Manifests.parse("a.yaml", SERVICE.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.yaml: unknown " + path);
    }

    @Test
    void aMisspeltFieldOfACustomResourceIsNamed() {
        assertThatThrownBy(() -> Manifests.parse("a.yaml", TOPIC.replace("partitions", "partition")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.yaml: unknown spec.partition");
        assertThatThrownBy(() -> Manifests.parse("a.yaml", TOPIC.replace("name: a", "nam: a")))
                .hasMessage("a.yaml: unknown metadata.nam");
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertThatThrownBy(() -> Manifests.parse("a.yaml", SERVICE.replace("v1", "v2")))
                .hasMessage("a.yaml: no model of v2/Service");
    }
}
