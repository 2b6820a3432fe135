package dev.stackhouse.demo.cart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cart as it is sent, before anything is known of it. */
record CartRequest(@Nullable String customer, @Nullable List<@Nullable Line> lines) {
    record Line(@Nullable String sku, int quantity) {}
}
