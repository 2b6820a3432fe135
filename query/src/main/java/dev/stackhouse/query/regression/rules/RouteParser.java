package dev.stackhouse.query.regression.rules;

import dev.stackhouse.query.regression.route.Route;
import dev.stackhouse.query.regression.route.RouteUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the routes of a file of rules. */
final class RouteParser {
    private static final Set<String> KEYS =
            Set.of("alertmanager", "webhook", "webhook-file", "slack", "slack-file", "secret-file", "labels");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** Stands where there is a fault. */
    private static final RouteUrl NONE = RouteUrl.of("http://none");

    private RouteParser() {}

    /** Routes by their names; the faults are added to those of the fields. */
    static Map<String, Route> parse(Fields all) {
        Map<String, Route> routes = new LinkedHashMap<>();
        for (String name : all.names()) {
            if (!NAME.matcher(name).matches()) {
                all.fault(name, "is no name of a route: letters, digits, '_', '.' and '-'");
            }
            // Also where it has faults: rules that speak of it should not be blamed.
            routes.put(name, route(name, all.inner(name, KEYS), all));
        }
        return routes;
    }

    private static Route route(String name, Fields fields, Fields all) {
        List<Route> ways = new ArrayList<>();
        Map<String, String> labels = fields.inner("labels", null).texts();
        for (String label : labels.keySet()) {
            if (!LABEL.matcher(label).matches()) {
                fields.fault("labels", "has '" + label + "', which is no name of a label");
            }
        }
        Path secret = secret(fields);
        for (Way way : Way.ALL) {
            RouteUrl url = fields.read(way.key, NONE, text -> way.inFile ? RouteUrl.inFile(text) : RouteUrl.of(text));
            if (fields.has(way.key)) {
                ways.add(new Route(name, way.kind, url, secret, labels));
            }
        }
        if (ways.size() != 1) {
            all.fault(
                    name,
                    "has " + ways.size() + " of alertmanager, webhook, webhook-file, slack and slack-file, not one");
        } else if (secret != null && ways.get(0).kind() != Route.Kind.WEBHOOK) {
            fields.fault("secret-file", "is for webhooks alone");
        } else if (!labels.isEmpty() && ways.get(0).kind() != Route.Kind.ALERTMANAGER) {
            fields.fault("labels", "are for alertmanager alone");
        }
        return ways.isEmpty() ? new Route(name, Route.Kind.WEBHOOK, NONE, null, Map.of()) : ways.get(0);
    }

    private static @Nullable Path secret(Fields fields) {
        return fields.has("secret-file") ? fields.read("secret-file", Path.of(""), Path::of) : null;
    }

    private record Way(String key, Route.Kind kind, boolean inFile) {
        static final List<Way> ALL = List.of(
                new Way("alertmanager", Route.Kind.ALERTMANAGER, false),
                new Way("webhook", Route.Kind.WEBHOOK, false),
                new Way("webhook-file", Route.Kind.WEBHOOK, true),
                new Way("slack", Route.Kind.SLACK, false),
                new Way("slack-file", Route.Kind.SLACK, true));
    }
}
