package dev.stackhouse.demo.checkout;

import dev.stackhouse.demo.pricing.Quote;
import java.time.Instant;

/** A cart that was bought. */
public record Order(long number, String customer, Instant placedAt, Quote quote) {}
