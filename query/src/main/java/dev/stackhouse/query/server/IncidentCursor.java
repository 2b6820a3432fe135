package dev.stackhouse.query.server;

import dev.stackhouse.storage.regression.ChangeCursor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places in the sequence of changes, as text that means nothing to others. */
final class IncidentCursor {
    private static final Pattern PARTS = Pattern.compile("(\\d{1,15})/(\\d{1,9})/([0-9a-z]{0,64})");

    private IncidentCursor() {}

    static String text(ChangeCursor cursor) {
        String parts = cursor.changedMillis() + "/" + cursor.revision() + "/" + cursor.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(parts.getBytes(StandardCharsets.UTF_8));
    }

    static ChangeCursor parse(String text) {
        try {
            Matcher parts = PARTS.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (parts.matches()) {
                return new ChangeCursor(
                        Long.parseLong(parts.group(1)), parts.group(3), Integer.parseInt(parts.group(2)));
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw RequestException.invalid("cursor is '" + text + "', which no change was given; begin without one");
    }
}
