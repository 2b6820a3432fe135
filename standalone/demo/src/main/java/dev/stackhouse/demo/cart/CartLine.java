package dev.stackhouse.demo.cart;

import dev.stackhouse.demo.catalogue.Product;

/** So many of a product. */
public record CartLine(Product product, int quantity) {}
