package dev.stackhouse.demo.pricing;

/** A cart line with its price after discounts, before tax. */
public record PricedLine(String sku, String title, int quantity, long unitCents, long discountCents, long totalCents) {}
