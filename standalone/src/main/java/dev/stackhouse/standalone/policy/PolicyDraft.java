package dev.stackhouse.standalone.policy;

import dev.stackhouse.policy.Policies;
import dev.stackhouse.policy.SampledEvent;
import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.LabelMatcher;
import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.query.selector.SelectorException;
import dev.stackhouse.query.selector.SelectorParser;
import dev.stackhouse.standalone.client.DurationText;
import dev.stackhouse.storage.read.LabelMatcher.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A policy in the making, out of what somebody typed, and everything that is wrong with it. Not thread-safe. */
final class PolicyDraft {
    private final Policy.Builder policy = Policy.newBuilder();
    private final List<String> faults = new ArrayList<>();

    PolicyDraft(String id, String service, String author, String comment) {
        policy.setId(id).setService(service).setAuthor(author).setComment(comment);
    }

    /** Reads a selector; of its conditions only those that compare whole values. */
    PolicyDraft where(String selector) {
        try {
            SelectorParser.parse(selector).forEach(this::where);
        } catch (SelectorException e) {
            faults.add("--selector: " + e.getMessage());
        }
        return this;
    }

    private void where(dev.stackhouse.storage.read.LabelMatcher matcher) {
        if (matcher.operator() == Operator.MATCHES || matcher.operator() == Operator.NOT_MATCHES) {
            faults.add("--selector: the condition on " + matcher.label()
                    + " is an expression; collectors compare whole values only, with = or !=.");
            return;
        }
        policy.addMatchers(LabelMatcher.newBuilder()
                .setName(matcher.label())
                .setValue(matcher.value())
                .setNegated(matcher.operator() == Operator.NOT_EQUAL));
    }

    /** Reads "wall=20ms" or "alloc=off". */
    PolicyDraft event(String text) {
        int equals = text.indexOf('=');
        SampledEvent event = SampledEvent.named(equals < 0 ? "" : text.substring(0, equals));
        if (event == null) {
            faults.add("--event " + text + " is not EVENT=RATE; events are "
                    + Arrays.stream(SampledEvent.values())
                            .map(SampledEvent::label)
                            .collect(Collectors.joining(", "))
                    + ".");
            return this;
        }
        try {
            long interval = event.parse(text.substring(equals + 1));
            policy.addEvents(EventSetting.newBuilder()
                    .setEvent(event.type())
                    .setOff(interval == SampledEvent.OFF)
                    .setInterval(Math.max(0, interval)));
        } catch (IllegalArgumentException e) {
            faults.add("--event " + text + ": the rate is " + e.getMessage() + ".");
        }
        return this;
    }

    /** Reads how long it lasts from a moment on. */
    PolicyDraft lasting(String duration, long fromMillis) {
        policy.setCreatedUnixMillis(fromMillis);
        Duration lasts = Duration.ofMillis(1);
        try {
            lasts = DurationText.parse(duration);
        } catch (IllegalArgumentException e) {
            faults.add("--for: " + e.getMessage());
        }
        if (lasts.compareTo(Policies.LONGEST) > 0) {
            faults.add("--for " + duration + " is longer than " + Policies.LONGEST.toHours() + " h.");
            lasts = Policies.LONGEST;
        }
        policy.setExpiresUnixMillis(fromMillis + Math.max(1, lasts.toMillis()));
        return this;
    }

    Policy policy() {
        return policy.build();
    }

    /** A sentence each; none if it can be set. */
    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        // What was already said to be wrong is not in it, and is not missed.
        Policies.faults(policy.build()).stream()
                .filter(fault -> faults.isEmpty() || policy.getEventsCount() > 0 || !fault.contains("no event"))
                .forEach(all::add);
        return all;
    }
}
