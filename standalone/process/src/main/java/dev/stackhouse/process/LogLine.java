package dev.stackhouse.process;

import java.util.regex.Pattern;

/**
 * What our processes log: a sentence, then pairs {@code key=value}. A value that is empty or holds anything but letters, digits
 * and {@code . _ : / + -} is in double quotes, without quotes or line breaks of its own. Keys carry their unit
 * ({@code away_seconds}).
 */
public final class LogLine {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}._:/+-]+");
    private static final int LONGEST_VALUE = 300;

    private final StringBuilder text;

    private LogLine(String sentence) {
        this.text = new StringBuilder(sentence);
    }

    public static LogLine of(String sentence) {
        return new LogLine(sentence);
    }

    /** Adds a pair. */
    public LogLine with(String key, Object value) {
        String written = String.valueOf(value);
        text.append(' ').append(key).append('=');
        if (PLAIN.matcher(written).matches()) {
            text.append(written);
        } else {
            String cut = written.length() > LONGEST_VALUE ? written.substring(0, LONGEST_VALUE) + "…" : written;
            text.append('"')
                    .append(cut.replace('"', '\'').replaceAll("\\s+", " ").strip())
                    .append('"');
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
