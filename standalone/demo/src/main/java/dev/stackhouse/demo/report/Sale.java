package dev.stackhouse.demo.report;

import dev.stackhouse.demo.catalogue.Product;
import java.time.Instant;

/** So many of a product, sold at a time. */
record Sale(Instant at, Product product, int quantity, long cents) {}
