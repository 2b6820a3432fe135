package dev.stackhouse.demo.cart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The carts of late; the oldest are forgotten. Thread-safe. */
public final class CartStore {
    private static final int MAX_CARTS = 5_000;

    private final Map<Long, Cart> carts = new LinkedHashMap<>();
    private long lastId;

    synchronized Cart save(String customer, List<CartLine> lines) {
        Cart cart = new Cart(++lastId, customer, lines);
        carts.put(cart.id(), cart);
        if (carts.size() > MAX_CARTS) {
            carts.remove(carts.keySet().iterator().next());
        }
        return cart;
    }

    /** Takes a cart out, so that it is bought once; null if there is none. */
    public synchronized @Nullable Cart take(long id) {
        return carts.remove(id);
    }
}
