package dev.stackhouse.deploy.crd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kustomization.yaml (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/). */
public record Kustomization(
        String apiVersion,
        String kind,
        @Nullable String namespace,
        List<String> resources,
        @Nullable List<String> configurations,
        @Nullable List<Image> images) {
    public record Image(String name, String newTag) {}
}
