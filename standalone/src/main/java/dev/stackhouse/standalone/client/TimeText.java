package dev.stackhouse.standalone.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Moments as people type them: ISO-8601 with a zone ("2026-11-23T03:12:00Z"), local ("2026-11-23 03:12", "2026-11-23"),
 * milliseconds since the Unix epoch ("1795403520000"), relative to now ("-15m"), and "now".
 */
public final class TimeText {
    private static final DateTimeFormatter FOR_PEOPLE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private TimeText() {}

    /**
     * Parses a moment.
     *
     * @throws IllegalArgumentException with a sentence that says what is understood
     */
    static Instant parse(String text, Instant now, ZoneId zone) {
        String stripped = text.strip();
        try {
            if (stripped.equals("now")) {
                return now;
            }
            if (stripped.startsWith("-")) {
                return now.minus(DurationText.parse(stripped.substring(1)));
            }
            if (stripped.matches("\\d{9,}")) {
                return Instant.ofEpochMilli(Long.parseLong(stripped));
            }
            return calendar(stripped.replaceFirst("(?<=\\d) +(?=\\d)", "T"), zone);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no time such as 2026-11-23T03:12:00Z, \"2026-11-23 03:12\", 1795403520000 or -15m.",
                    e);
        }
    }

    private static Instant calendar(String text, ZoneId zone) {
        if (!text.contains("T")) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        boolean zoned = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d|[+-]\\d\\d)");
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    /** For people, in local time: "2026-11-23 03:12:10". */
    public static String format(Instant instant, ZoneId zone) {
        return FOR_PEOPLE.format(instant.atZone(zone));
    }
}
