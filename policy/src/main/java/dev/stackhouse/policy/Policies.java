package dev.stackhouse.policy;

import dev.stackhouse.proto.policy.v1.EventSetting;
import dev.stackhouse.proto.policy.v1.LabelMatcher;
import dev.stackhouse.proto.policy.v1.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of a policy, checked by who writes it and by who reads it; and to whom it applies. */
public final class Policies {
    /** Clocks differ, and people forget: no policy lasts longer. */
    public static final Duration LONGEST = Duration.ofHours(24);

    private static final int MAX_SERVICE_LENGTH = 200;
    private static final int MAX_MATCHERS = 32;
    private static final int MAX_VALUE_LENGTH = 1_000;
    private static final int MAX_AUTHOR_LENGTH = 200;
    private static final int MAX_COMMENT_LENGTH = 1_000;
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_.-]{1,100}");
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]{0,99}");

    private Policies() {}

    /** Whatever forbids its use, a sentence each; none if it can be used. */
    public static List<String> faults(Policy policy) {
        List<String> faults = new ArrayList<>();
        if (!ID.matcher(policy.getId()).matches()) {
            faults.add("The identifier is not 1 to 100 characters of [a-zA-Z0-9_.-].");
        }
        if (policy.getService().trim().isEmpty()) {
            faults.add("The service has no name.");
        }
        atMost(MAX_SERVICE_LENGTH, policy.getService(), "The name of the service", faults);
        atMost(MAX_AUTHOR_LENGTH, policy.getAuthor(), "The author", faults);
        atMost(MAX_COMMENT_LENGTH, policy.getComment(), "The comment", faults);
        if (policy.getMatchersCount() > MAX_MATCHERS) {
            faults.add("There are " + policy.getMatchersCount() + " conditions, more than " + MAX_MATCHERS + ".");
        }
        for (LabelMatcher matcher : policy.getMatchersList()) {
            if (!LABEL_NAME.matcher(matcher.getName()).matches()) {
                faults.add("A condition is on '" + matcher.getName() + "', which is no name of a label.");
            }
            atMost(MAX_VALUE_LENGTH, matcher.getValue(), "The value of " + matcher.getName(), faults);
        }
        addFaultsOfEvents(policy, faults);
        addFaultsOfTimes(policy, faults);
        return faults;
    }

    private static void atMost(int most, String text, String what, List<String> faults) {
        if (text.length() > most) {
            faults.add(what + " has " + text.length() + " characters, more than " + most + ".");
        }
    }

    private static void addFaultsOfEvents(Policy policy, List<String> faults) {
        if (policy.getEventsCount() == 0) {
            faults.add("It changes no event.");
        }
        Set<SampledEvent> seen = EnumSet.noneOf(SampledEvent.class);
        for (EventSetting setting : policy.getEventsList()) {
            SampledEvent event = SampledEvent.of(setting.getEvent());
            if (event == null) {
                faults.add("Event " + setting.getEventValue() + " is not known.");
            } else if (!seen.add(event)) {
                faults.add("The event " + event.label() + " is there twice.");
            } else if (!setting.getOff() && !event.allows(setting.getInterval())) {
                faults.add("The rate of " + event.label() + " is " + event.format(setting.getInterval()) + ", not "
                        + event.range() + ".");
            }
        }
        if (switches(policy, SampledEvent.LIVE, true) && switches(policy, SampledEvent.ALLOC, false)) {
            faults.add("Live objects are some of those of alloc, which it switches off.");
        }
    }

    private static boolean switches(Policy policy, SampledEvent event, boolean on) {
        return policy.getEventsList().stream()
                .anyMatch(setting -> setting.getEvent() == event.type() && setting.getOff() != on);
    }

    private static void addFaultsOfTimes(Policy policy, List<String> faults) {
        long created = policy.getCreatedUnixMillis();
        long expires = policy.getExpiresUnixMillis();
        if (created <= 0 || expires <= created) {
            faults.add("It ends before it begins.");
        } else if (expires - created > LONGEST.toMillis()) {
            faults.add("It lasts for longer than " + LONGEST.toHours() + " h.");
        }
    }

    /** Whether it applies to an instance, its time aside. */
    public static boolean apply(Policy policy, String service, Map<String, String> labels) {
        if (!policy.getService().equals(service)) {
            return false;
        }
        for (LabelMatcher matcher : policy.getMatchersList()) {
            boolean equal = labels.getOrDefault(matcher.getName(), "").equals(matcher.getValue());
            if (equal == matcher.getNegated()) {
                return false;
            }
        }
        return true;
    }

    /** The interval of a setting of an event, or {@link SampledEvent#OFF}. */
    public static long interval(EventSetting setting) {
        return setting.getOff() ? SampledEvent.OFF : setting.getInterval();
    }
}
