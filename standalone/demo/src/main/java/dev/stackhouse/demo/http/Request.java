package dev.stackhouse.demo.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request whose body was read. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Request(String method, Map<String, String> parameters, byte[] body) {
    private static final int MAX_BODY_BYTES = 64 * 1024;

    static Request read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw new BadRequestException("The body is larger than " + MAX_BODY_BYTES + " bytes.");
        }
        return new Request(
                exchange.getRequestMethod(),
                parseParameters(exchange.getRequestURI().getRawQuery()),
                body);
    }

    private static Map<String, String> parseParameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("The query of the address is not properly encoded.");
        }
    }

    /** A parameter that must be there. */
    public String text(String name) {
        String value = parameters.get(name);
        if (value == null || value.isBlank()) {
            throw new BadRequestException("Parameter '" + name + "' is missing.");
        }
        return value;
    }

    /** A number within bounds, or the default where the parameter is missing. */
    public int number(String name, int defaultValue, int min, int max) {
        String value = parameters.get(name);
        if (value == null) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new BadRequestException("Parameter '" + name + "' must be a number from " + min + " to " + max + ".");
    }
}
