package dev.stackhouse.node.decide;

import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What /proc shows of the container and the pod of a JVM: the container from its control group, the pod from the host name that
 * Kubernetes gives it, the namespace from the file of its service account where that is mounted.
 */
final class ContainerLabels {
    private static final Pattern CONTAINER = Pattern.compile("(?m)[/:-]([0-9a-f]{64})(\\.scope)?$");
    private static final int SHORT = 12;
    private static final int LONGEST_NAME = 253;

    private ContainerLabels() {}

    /** By the names of OpenTelemetry's resource attributes. */
    static Map<String, String> of(ProcFs proc, JvmProcess jvm) {
        Map<String, String> labels = new LinkedHashMap<>();
        Path process = proc.process(jvm.processId());
        Matcher container = CONTAINER.matcher(text(process.resolve("cgroup")));
        if (container.find()) {
            labels.put("container", container.group(1).substring(0, SHORT));
        }
        if (jvm.environment().containsKey("KUBERNETES_SERVICE_HOST")) {
            put(labels, "k8s.pod.name", jvm.environment().getOrDefault("HOSTNAME", ""));
            put(
                    labels,
                    "k8s.namespace.name",
                    text(process.resolve("root/var/run/secrets/kubernetes.io/serviceaccount/namespace")));
        }
        return labels;
    }

    private static void put(Map<String, String> labels, String name, String value) {
        if (value.matches("[a-z0-9.-]{1," + LONGEST_NAME + "}")) {
            labels.put(name, value);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
