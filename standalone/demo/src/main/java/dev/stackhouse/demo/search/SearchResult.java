package dev.stackhouse.demo.search;

import java.util.List;
import java.util.Map;

/**
 * The best hits, and how many there are.
 *
 * @param found all hits, also those beyond the limit
 */
record SearchResult(int found, Map<String, Long> byCategory, List<Summary> products) {
    record Summary(String sku, String title, String category, long priceCents) {}
}
