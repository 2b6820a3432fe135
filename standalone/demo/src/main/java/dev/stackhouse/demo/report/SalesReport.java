package dev.stackhouse.demo.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sales summed up.
 *
 * @param centsByCategory turnover of each category
 * @param latest latest first
 */
record SalesReport(Map<String, Long> centsByCategory, List<Sale> latest) {
    static SalesReport of(List<Sale> sales, int rows) {
        return new SalesReport(sumByCategory(sales), latestFirst(sales, rows));
    }

    private static Map<String, Long> sumByCategory(List<Sale> sales) {
        return sales.stream()
                .collect(Collectors.groupingBy(
                        sale -> sale.product().category(), TreeMap::new, Collectors.summingLong(Sale::cents)));
    }

    private static List<Sale> latestFirst(List<Sale> sales, int rows) {
        return sales.stream()
                .sorted(Comparator.comparing(Sale::at).reversed())
                .limit(rows)
                .toList();
    }
}
