package dev.stackhouse.query.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * A piece of a list that is ordered by unique keys. The token names the key that a page ended with, so that entries that come or
 * go between two pages neither repeat nor hide others.
 *
 * @param nextToken empty if there is no further page
 */
record Page<T>(List<T> entries, String nextToken) {
    /**
     * Cuts a page.
     *
     * @param size 0 for everything that is left
     * @param token of the page before; empty for the first one
     */
    static <T> Page<T> of(List<T> ordered, Function<T, String> key, int size, String token) {
        if (size < 0) {
            throw RequestException.invalid("page_size is " + size + "; it must be 0 or more");
        }
        String after = key(token);
        List<T> left = token.isEmpty()
                ? ordered
                : ordered.stream()
                        .filter(entry -> key.apply(entry).compareTo(after) > 0)
                        .toList();
        if (size == 0 || left.size() <= size) {
            return new Page<>(left, "");
        }
        String last = key.apply(left.get(size - 1));
        return new Page<>(
                left.subList(0, size),
                Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
    }

    private static String key(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RequestException.invalid("page_token is '" + token + "', which no page was given; begin without one");
        }
    }
}
