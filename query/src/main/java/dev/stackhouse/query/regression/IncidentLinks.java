package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.ComparedVersion;
import dev.stackhouse.proto.query.v1.Incident;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where to look at an incident, as paths under the address of the server. */
final class IncidentLinks {
    private IncidentLinks() {}

    /** The newer version on the page, or the whole service, in the range that was compared; the page knows the rest by the id. */
    static String page(Incident.Builder incident) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("service", incident.getService());
        parameters.put("event", incident.getEvent());
        parameters.put("selector", selector(incident, incident.getAfter()));
        parameters.put(
                "from",
                Instant.ofEpochMilli(incident.getAfter().getFromUnixMillis()).toString());
        parameters.put(
                "to",
                Instant.ofEpochMilli(incident.getAfter().getToUnixMillis()).toString());
        parameters.put("incident", incident.getId());
        return path("/", parameters);
    }

    /** Both versions, or both times, as one tree, in shares. */
    static String difference(Incident.Builder incident) {
        Map<String, String> parameters = new LinkedHashMap<>();
        side("before", incident, incident.getBefore(), parameters);
        side("after", incident, incident.getAfter(), parameters);
        parameters.put("normalization", "NORMALIZATION_SHARE");
        return path("/api/v1/difference", parameters);
    }

    private static void side(
            String name, Incident.Builder incident, ComparedVersion version, Map<String, String> parameters) {
        parameters.put(name + ".service", incident.getService());
        parameters.put(name + ".event", incident.getEvent());
        parameters.put(name + ".selector", selector(incident, version));
        parameters.put(name + ".from_unix_millis", Long.toString(version.getFromUnixMillis()));
        parameters.put(name + ".to_unix_millis", Long.toString(version.getToUnixMillis()));
    }

    /** Of no deploy are all instances, whatever their version. */
    private static String selector(Incident.Builder incident, ComparedVersion version) {
        return incident.getChangedAtUnixMillis() != 0
                ? ""
                : "version=\"" + version.getVersion().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String path(String path, Map<String, String> parameters) {
        return path + "?"
                + parameters.entrySet().stream()
                        .filter(parameter -> !parameter.getValue().isEmpty())
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
