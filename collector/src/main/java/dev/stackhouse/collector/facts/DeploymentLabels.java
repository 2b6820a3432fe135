package dev.stackhouse.collector.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Labels that nobody gave but that the surroundings of a process tell: pod, namespace and node of Kubernetes, and the version of
 * the application. Weaker than any other label.
 */
public final class DeploymentLabels {
    private static final String NAMESPACE_FILE = "run/secrets/kubernetes.io/serviceaccount/namespace";
    private static final int LONGEST = 1_000;

    private DeploymentLabels() {}

    /**
     * The labels of a process.
     *
     * @param environment its variables
     * @param command that started it
     * @param directory that it was started in, as it sees it
     * @param root where its file system is seen from here
     */
    public static SortedMap<String, String> of(
            Map<String, String> environment, CommandLine command, String directory, Path root) {
        SortedMap<String, String> labels = new TreeMap<>();
        boolean kubernetes = environment.containsKey("KUBERNETES_SERVICE_HOST");
        String node = first(environment, "NODE_NAME", "KUBERNETES_NODE_NAME", "K8S_NODE_NAME", "MY_NODE_NAME");
        String pod = first(environment, "POD_NAME", "KUBERNETES_POD_NAME", "K8S_POD_NAME", "MY_POD_NAME");
        if (pod.isEmpty() && kubernetes) {
            // The name of the host is that of the pod, unless the pod uses the node's network.
            String host = first(environment, "HOSTNAME");
            pod = host.equals(node) ? "" : host;
        }
        String namespace =
                first(environment, "POD_NAMESPACE", "KUBERNETES_NAMESPACE", "K8S_NAMESPACE", "MY_POD_NAMESPACE");
        put(labels, "node", node);
        put(labels, "pod", pod);
        put(labels, "namespace", namespace.isEmpty() && kubernetes ? namespaceOfAccount(root) : namespace);
        String version = serviceVersion(environment.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""));
        put(labels, "version", version.isEmpty() ? version(command, directory, root) : version);
        return labels;
    }

    private static String serviceVersion(String attributes) {
        for (String attribute : attributes.split(",", -1)) {
            if (attribute.trim().startsWith("service.version=")) {
                return attribute.substring(attribute.indexOf('=') + 1).trim();
            }
        }
        return "";
    }

    private static String version(CommandLine command, String directory, Path root) {
        String jar = command.applicationJar();
        if (jar.isEmpty()) {
            return "";
        }
        try {
            String absolute = jar.startsWith("/") ? jar : directory + "/" + jar;
            return ApplicationJar.version(root.resolve(absolute.replaceFirst("^/+", "")), command.main());
        } catch (InvalidPathException e) {
            return "";
        }
    }

    private static String first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.trim().isEmpty()) {
                return value.trim();
            }
        }
        return "";
    }

    private static String namespaceOfAccount(Path root) {
        // In most images /var/run is a link to /run; from outside of the process it would lead to a file of somebody
        // else.
        Path var = root.resolve("var");
        Path top = Files.isSymbolicLink(var.resolve("run")) || !Files.exists(var.resolve(NAMESPACE_FILE)) ? root : var;
        try {
            return new String(Files.readAllBytes(top.resolve(NAMESPACE_FILE)), StandardCharsets.UTF_8).trim();
        } catch (IOException | SecurityException e) {
            return "";
        }
    }

    private static void put(SortedMap<String, String> labels, String name, String value) {
        if (!value.isEmpty() && value.length() <= LONGEST) {
            labels.put(name, value);
        }
    }
}
