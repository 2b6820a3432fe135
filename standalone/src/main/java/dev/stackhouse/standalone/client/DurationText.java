package dev.stackhouse.standalone.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them: 90s, 15m, 1h30m, 7d, or PT90S. */
public final class DurationText {
    private static final Pattern PARTS = Pattern.compile("(?:\\d+(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    private DurationText() {}

    /**
     * Parses a positive duration.
     *
     * @throws IllegalArgumentException with a sentence that says what is understood
     */
    public static Duration parse(String text) {
        String stripped = text.strip();
        try {
            Duration duration = stripped.startsWith("P") ? Duration.parse(stripped) : parts(stripped);
            if (duration.compareTo(Duration.ZERO) > 0) {
                return duration;
            }
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + text + "' is no duration such as 90s, 15m, 1h30m or 7d.");
    }

    private static Duration parts(String text) {
        Duration sum = Duration.ZERO;
        if (!PARTS.matcher(text).matches()) {
            return sum;
        }
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(Long.parseLong(part.group(1)), unit(part.group(2)));
        }
        return sum;
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }

    /** For people: "1.3 s", "12 s", "15 min", "1 h 30 min", "7 d". */
    public static String format(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return joined(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 172_800) {
            return joined(seconds / 3_600, "h", seconds % 3_600 / 60, "min");
        }
        return joined(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
    }

    private static String joined(long great, String greatUnit, long small, String smallUnit) {
        String first = great + " " + greatUnit;
        return small == 0 ? first : first + " " + small + " " + smallUnit;
    }
}
