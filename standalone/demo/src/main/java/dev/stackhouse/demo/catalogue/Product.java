package dev.stackhouse.demo.catalogue;

import java.util.List;

/**
 * Something to sell.
 *
 * @param titleWords the title in lower case, by words
 * @param rating 0 to 5
 */
public record Product(
        String sku, String title, List<String> titleWords, String category, long priceCents, double rating) {}
