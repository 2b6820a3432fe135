package dev.stackhouse.demo.pricing;

import java.util.List;

/** What a cart costs. */
public record Quote(List<PricedLine> lines, long netCents, long taxCents, long shippingCents, long totalCents) {}
