package dev.stackhouse.demo.checkout;

import dev.stackhouse.demo.cart.Cart;
import dev.stackhouse.demo.cart.CartLine;
import dev.stackhouse.demo.cart.CartStore;
import dev.stackhouse.demo.http.BadRequestException;
import dev.stackhouse.demo.http.Endpoint;
import dev.stackhouse.demo.http.JsonCodec;
import dev.stackhouse.demo.http.Reply;
import dev.stackhouse.demo.http.Request;
import dev.stackhouse.demo.inventory.InventoryLedger;
import dev.stackhouse.demo.pricing.PriceCalculator;
import dev.stackhouse.demo.report.SalesHistory;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** POST /checkout: takes the stock, prices the cart, signs the order and books the sale. */
public final class CheckoutEndpoint implements Endpoint {
    private final CartStore carts;
    private final PriceCalculator prices;
    private final InventoryLedger inventory;
    private final SalesHistory sales;
    private final OrderSigner signer;
    private final Clock clock;
    private final AtomicLong lastNumber = new AtomicLong(10_000);

    public CheckoutEndpoint(
            CartStore carts,
            PriceCalculator prices,
            InventoryLedger inventory,
            SalesHistory sales,
            String secret,
            Clock clock) {
        this.carts = carts;
        this.prices = prices;
        this.inventory = inventory;
        this.sales = sales;
        this.signer = new OrderSigner(secret);
        this.clock = clock;
    }

    @Override
    public Reply answer(Request request) {
        Cart cart = takeCart(JsonCodec.read(request.body(), CheckoutRequest.class));
        for (CartLine line : cart.lines()) {
            inventory.move(line.product().sku(), -line.quantity());
        }
        Order order = new Order(lastNumber.incrementAndGet(), cart.customer(), clock.instant(), prices.quote(cart));
        String signature = signer.sign(order);
        bookSale(cart, order);
        return Reply.json(new Receipt(order.number(), order.quote().totalCents(), signature));
    }

    private Cart takeCart(CheckoutRequest request) {
        Long cartId = request.cartId();
        if (cartId == null) {
            throw new BadRequestException("'cartId' is missing.");
        }
        Cart cart = carts.take(cartId);
        if (cart == null) {
            throw new BadRequestException("There is no cart " + cartId + ", or it was bought already.");
        }
        return cart;
    }

    private void bookSale(Cart cart, Order order) {
        for (CartLine line : cart.lines()) {
            long cents = line.product().priceCents() * line.quantity();
            sales.book(order.placedAt(), line.product(), line.quantity(), cents);
        }
    }

    private record CheckoutRequest(@Nullable Long cartId) {}

    private record Receipt(long orderNumber, long totalCents, String signature) {}
}
