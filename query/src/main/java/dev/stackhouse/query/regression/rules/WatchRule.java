package dev.stackhouse.query.regression.rules;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A rule of the file.
 *
 * @param service which names it speaks of
 * @param labels that an instance of the newer version has to have, each with a value that matches; none for any
 */
record WatchRule(Pattern service, Map<String, Pattern> labels, Watch watch) {
    WatchRule {
        labels = Map.copyOf(labels);
    }

    /**
     * Whether it speaks of a deploy.
     *
     * @param instances labels of the newer version's instances; asked for only if they matter
     */
    boolean matches(String name, Supplier<List<Map<String, String>>> instances) {
        return service.matcher(name).matches()
                && (labels.isEmpty() || instances.get().stream().anyMatch(this::matches));
    }

    private boolean matches(Map<String, String> instance) {
        return labels.entrySet().stream().allMatch(label -> label.getValue()
                .matcher(instance.getOrDefault(label.getKey(), ""))
                .matches());
    }
}
