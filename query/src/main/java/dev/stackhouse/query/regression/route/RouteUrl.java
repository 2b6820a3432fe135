package dev.stackhouse.query.regression.route;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a route goes. That of a Slack webhook lets anybody post who knows it, so that it may lie in a file of its own, and is never printed.
 *
 * @param text the address, or the file that holds it
 */
public record RouteUrl(String text, boolean inFile) {
    /** One that is said. */
    public static RouteUrl of(String text) {
        check(text);
        return new RouteUrl(text, false);
    }

    /** One that is in a file, which is read again for every message. */
    public static RouteUrl inFile(String file) {
        return new RouteUrl(file, true);
    }

    /**
     * The address.
     *
     * @throws IOException if the file cannot be read or holds none
     */
    URI read() throws IOException {
        if (!inFile) {
            return check(text);
        }
        try {
            return check(Files.readString(Path.of(text)).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the file " + text + " does not hold " + e.getMessage(), e);
        }
    }

    private static URI check(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the address.
        }
        throw new IllegalArgumentException("an address such as http://alertmanager:9093");
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return inFile ? "in " + text : "given";
    }
}
