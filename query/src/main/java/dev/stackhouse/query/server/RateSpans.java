package dev.stackhouse.query.server;

import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.query.v1.RateSpan;
import dev.stackhouse.storage.read.Rates;
import java.util.Comparator;
import java.util.Locale;

/** Rates as the API tells them. */
final class RateSpans {
    private RateSpans() {}

    static RateSpan of(Rates rates) {
        RateSpan.Builder span = RateSpan.newBuilder()
                .setFromUnixMillis(rates.fromMillis())
                .setToUnixMillis(rates.toMillis())
                .setPolicy(rates.policy());
        rates.byEvent().entrySet().stream()
                .map(rate -> EventRate.newBuilder()
                        .setEvent(eventOf(rate.getKey()))
                        .setInterval(rate.getValue().interval())
                        .setSlowed(rate.getValue().slowed())
                        .build())
                .sorted(Comparator.comparingInt(EventRate::getEventValue))
                .forEach(span::addRates);
        return span.build();
    }

    /** "native-memory" is EVENT_TYPE_NATIVE_MEMORY; of a store that a later version wrote an event may not be known. */
    private static EventType eventOf(String name) {
        String constant = "EVENT_TYPE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        for (EventType event : EventType.values()) {
            if (event.name().equals(constant)) {
                return event;
            }
        }
        return EventType.EVENT_TYPE_UNSPECIFIED;
    }
}
