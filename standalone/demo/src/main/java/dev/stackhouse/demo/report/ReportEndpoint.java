package dev.stackhouse.demo.report;

import dev.stackhouse.demo.http.Endpoint;
import dev.stackhouse.demo.http.Reply;
import dev.stackhouse.demo.http.Request;

/** GET /report: the sales of late as a page, with rows as many as asked for. */
public final class ReportEndpoint implements Endpoint {
    private final SalesHistory sales;
    private final HtmlRenderer renderer = new HtmlRenderer();

    public ReportEndpoint(SalesHistory sales) {
        this.sales = sales;
    }

    @Override
    public Reply answer(Request request) {
        int rows = request.number("rows", 300, 1, 2_000);
        return Reply.html(renderer.render(SalesReport.of(sales.snapshot(), rows)));
    }
}
