package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.query.v1.RateSpan;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rates as people read and write them: "cpu 10ms", "alloc 512k", "lock 1ms". */
final class RateText {
    private static final long[] NANOS = {60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L};
    private static final String[] NANO_UNITS = {"m", "s", "ms", "us"};
    private static final long[] BYTES = {1L << 30, 1L << 20, 1L << 10};
    private static final String[] BYTE_UNITS = {"g", "m", "k"};

    private record Remark(String what, String why, long fromMillis, long toMillis) {}

    private RateText() {}

    /** "cpu 40ms (slowed from 10ms), alloc 512k"; "nothing" where no event is sampled. */
    static String format(List<EventRate> rates) {
        return rates.isEmpty()
                ? "nothing"
                : rates.stream()
                        .map(rate -> name(rate) + " " + interval(rate)
                                + (rate.getSlowed() > 1 ? " (slowed from " + asked(rate) + ")" : ""))
                        .collect(Collectors.joining(", "));
    }

    /** A sentence, without its full stop, for everything that the spans of an instance have to say. */
    static List<String> remarks(List<RateSpan> spans, ZoneId zone) {
        List<Remark> remarks = new ArrayList<>();
        for (RateSpan span : spans) {
            for (EventRate rate : span.getRatesList()) {
                if (rate.getSlowed() > 1) {
                    add(slowed(rate), "the collector's budget", span, remarks);
                }
            }
            if (!span.getPolicy().isEmpty()) {
                add(format(span.getRatesList()) + " sampled", "policy " + span.getPolicy(), span, remarks);
            }
        }
        return remarks.stream()
                .map(remark -> remark.what + " from " + time(remark.fromMillis, zone) + " to "
                        + time(remark.toMillis, zone) + ": " + remark.why)
                .toList();
    }

    /** Spans that follow one another and say the same are one. */
    private static void add(String what, String why, RateSpan span, List<Remark> remarks) {
        for (int i = 0; i < remarks.size(); i++) {
            Remark before = remarks.get(i);
            if (before.what.equals(what) && before.why.equals(why) && before.toMillis == span.getFromUnixMillis()) {
                remarks.set(i, new Remark(what, why, before.fromMillis, span.getToUnixMillis()));
                return;
            }
        }
        remarks.add(new Remark(what, why, span.getFromUnixMillis(), span.getToUnixMillis()));
    }

    private static String slowed(EventRate rate) {
        return rate.getEvent() == EventType.EVENT_TYPE_LOCK
                ? "lock waits sampled from " + interval(rate) + " instead of " + asked(rate)
                : name(rate) + " sampled every " + interval(rate) + " instead of " + asked(rate);
    }

    private static String name(EventRate rate) {
        return rate.getEvent()
                .name()
                .replace("EVENT_TYPE_", "")
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    private static String interval(EventRate rate) {
        return amount(rate.getEvent(), rate.getInterval());
    }

    private static String asked(EventRate rate) {
        return amount(rate.getEvent(), rate.getInterval() / rate.getSlowed());
    }

    private static String amount(EventType event, long interval) {
        boolean bytes =
                switch (event) {
                    case EVENT_TYPE_ALLOC, EVENT_TYPE_LIVE, EVENT_TYPE_NATIVE_MEMORY -> true;
                    default -> false;
                };
        long[] factors = bytes ? BYTES : NANOS;
        for (int i = 0; i < factors.length; i++) {
            if (interval > 0 && interval % factors[i] == 0) {
                return interval / factors[i] + (bytes ? BYTE_UNITS[i] : NANO_UNITS[i]);
            }
        }
        return interval + (bytes ? "" : interval == 0 ? "ms" : "ns");
    }

    private static String time(long millis, ZoneId zone) {
        return TimeText.format(Instant.ofEpochMilli(millis), zone);
    }
}
