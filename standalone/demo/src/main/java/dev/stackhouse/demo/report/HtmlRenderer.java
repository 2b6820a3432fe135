package dev.stackhouse.demo.report;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders a report as a page, row by row with strings of its own: generous with memory, as such code is. Stateless. */
final class HtmlRenderer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    byte[] render(SalesReport report) {
        String page =
                "<!doctype html><title>Sales</title><h1>Sales</h1>\n" + renderCategories(report) + renderRows(report);
        return page.getBytes(StandardCharsets.UTF_8);
    }

    private static String renderCategories(SalesReport report) {
        return report.centsByCategory().entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT, "<li>%s: %s</li>", escape(entry.getKey()), formatMoney(entry.getValue())))
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>\n"));
    }

    private static String renderRows(SalesReport report) {
        return report.latest().stream()
                .map(HtmlRenderer::renderRow)
                .collect(Collectors.joining("\n", "<table>\n", "\n</table>\n"));
    }

    private static String renderRow(Sale sale) {
        return String.format(
                Locale.ROOT,
                "<tr><td>%s</td><td>%s</td><td>%d</td><td>%s</td></tr>",
                TIME.format(sale.at()),
                escape(sale.product().title()),
                sale.quantity(),
                formatMoney(sale.cents()));
    }

    private static String formatMoney(long cents) {
        return String.format(Locale.ROOT, "%,.2f", BigDecimal.valueOf(cents, 2));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
