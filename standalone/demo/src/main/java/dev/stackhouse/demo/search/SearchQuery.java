package dev.stackhouse.demo.search;

import dev.stackhouse.demo.http.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is searched for.
 *
 * @param terms in lower case
 * @param maxPriceCents no dearer than this
 * @param limit how many hits at most
 */
record SearchQuery(List<String> terms, long maxPriceCents, int limit) {
    private static final int MAX_TERMS = 8;

    static SearchQuery parse(Request request) {
        List<String> terms = Arrays.stream(
                        request.text("q").toLowerCase(Locale.ROOT).split("\\s+", -1))
                .filter(term -> !term.isEmpty())
                .limit(MAX_TERMS)
                .toList();
        return new SearchQuery(
                terms,
                request.number("maxPriceCents", Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
                request.number("limit", 20, 1, 200));
    }
}
