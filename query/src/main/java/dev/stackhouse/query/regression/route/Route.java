package dev.stackhouse.query.regression.route;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way to people.
 *
 * @param name by which rules speak of it
 * @param url where to, or the file that holds it
 * @param secret file of the key that webhooks are signed with; null for no signature
 * @param labels that alerts of Alertmanager have beside their own
 */
public record Route(
        String name, Kind kind, RouteUrl url, @Nullable Path secret, Map<String, String> labels) {
    /** What is at the other end. */
    public enum Kind {
        /** Prometheus Alertmanager, API v2. */
        ALERTMANAGER,
        /** Anything that takes a POST of JSON. */
        WEBHOOK,
        /** An incoming webhook of Slack. */
        SLACK
    }

    public Route {
        labels = Map.copyOf(labels);
    }
}
