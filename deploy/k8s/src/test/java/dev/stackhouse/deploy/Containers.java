package dev.stackhouse.deploy;

import dev.stackhouse.deploy.crd.ClickHouseInstallation;
import dev.stackhouse.deploy.crd.FlinkDeployment;
import dev.stackhouse.deploy.manifest.Manifests.Manifest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pods and containers that manifests describe, whatever resource they are in. */
final class Containers {
    private Containers() {}

    static List<PodSpec> pods(List<Manifest> manifests) {
        List<PodSpec> pods = new ArrayList<>();
        for (Manifest manifest : manifests) {
            if (manifest.model() instanceof Deployment deployment) {
                pods.add(deployment.getSpec().getTemplate().getSpec());
            } else if (manifest.model() instanceof DaemonSet daemon) {
                pods.add(daemon.getSpec().getTemplate().getSpec());
            } else if (manifest.model() instanceof Job job) {
                pods.add(job.getSpec().getTemplate().getSpec());
            } else if (manifest.model() instanceof CronJob cronJob) {
                pods.add(cronJob.getSpec()
                        .getJobTemplate()
                        .getSpec()
                        .getTemplate()
                        .getSpec());
            } else if (manifest.model() instanceof FlinkDeployment flink) {
                pods.add(flink.spec().podTemplate().getSpec());
            } else if (manifest.model() instanceof ClickHouseInstallation clickHouse) {
                clickHouse.spec().templates().podTemplates().forEach(template -> pods.add(template.spec()));
            }
        }
        return pods;
    }

    static List<Container> all(List<Manifest> manifests) {
        List<Container> containers = new ArrayList<>();
        for (PodSpec pod : pods(manifests)) {
            containers.addAll(pod.getInitContainers());
            containers.addAll(pod.getContainers());
        }
        return containers;
    }

    static Container named(List<Manifest> manifests, String name) {
        return all(manifests).stream()
                .filter(container -> container.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no container " + name));
    }

    /** Variables by name; those whose value comes from elsewhere are empty. */
    static Map<String, String> variables(Container container) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (EnvVar variable : container.getEnv()) {
            variables.put(variable.getName(), Objects.requireNonNullElse(variable.getValue(), ""));
        }
        return variables;
    }
}
