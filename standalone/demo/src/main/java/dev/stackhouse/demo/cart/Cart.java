package dev.stackhouse.demo.cart;

import java.util.List;

/** What a customer means to buy; never empty. */
public record Cart(long id, String customer, List<CartLine> lines) {}
