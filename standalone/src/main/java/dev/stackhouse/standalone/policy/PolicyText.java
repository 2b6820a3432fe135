package dev.stackhouse.standalone.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.policy.Policies;
import dev.stackhouse.policy.SampledEvent;
import dev.stackhouse.proto.policy.v1.LabelMatcher;
import dev.stackhouse.proto.policy.v1.Policy;
import java.util.stream.Collectors;

/** A policy for people and for programs. What others wrote goes to a terminal without its control characters. */
final class PolicyText {
    private PolicyText() {}

    /** As it is written in --selector: {@code version="41",zone!="eu-1"}. */
    static String selector(Policy policy) {
        return printable(
                policy.getMatchersList().stream().map(PolicyText::condition).collect(Collectors.joining(",")));
    }

    private static String condition(LabelMatcher matcher) {
        String value = matcher.getValue().replace("\\", "\\\\").replace("\"", "\\\"");
        return matcher.getName() + (matcher.getNegated() ? "!=" : "=") + '"' + value + '"';
    }

    /** "wall=20ms alloc=off". */
    static String events(Policy policy) {
        return policy.getEventsList().stream()
                .map(setting -> {
                    SampledEvent event = SampledEvent.of(setting.getEvent());
                    return event == null ? "?" : event.label() + "=" + event.format(Policies.interval(setting));
                })
                .collect(Collectors.joining(" "));
    }

    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    static ObjectNode json(Policy policy) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", policy.getId())
                .put("service", policy.getService())
                .put("selector", selector(policy))
                .put("events", events(policy))
                .put("createdUnixMillis", policy.getCreatedUnixMillis())
                .put("expiresUnixMillis", policy.getExpiresUnixMillis())
                .put("author", policy.getAuthor())
                .put("comment", policy.getComment());
    }
}
