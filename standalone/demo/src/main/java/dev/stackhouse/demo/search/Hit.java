package dev.stackhouse.demo.search;

import dev.stackhouse.demo.catalogue.Product;

/** A product that was found. */
record Hit(Product product, double score) {}
