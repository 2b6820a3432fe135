package dev.stackhouse.demo.cart;

import dev.stackhouse.demo.catalogue.Catalogue;
import dev.stackhouse.demo.http.Endpoint;
import dev.stackhouse.demo.http.JsonCodec;
import dev.stackhouse.demo.http.Reply;
import dev.stackhouse.demo.http.Request;
import dev.stackhouse.demo.pricing.PriceCalculator;
import dev.stackhouse.demo.pricing.Quote;

/** POST /cart: saves a cart and says what it would cost. */
public final class CartEndpoint implements Endpoint {
    private final CartValidator validator;
    private final CartStore carts;
    private final PriceCalculator prices;

    public CartEndpoint(Catalogue catalogue, CartStore carts, PriceCalculator prices) {
        this.validator = new CartValidator(catalogue);
        this.carts = carts;
        this.prices = prices;
    }

    @Override
    public Reply answer(Request request) {
        CartRequest sent = JsonCodec.read(request.body(), CartRequest.class);
        Cart cart = carts.save(validator.validateCustomer(sent), validator.validateLines(sent));
        return Reply.json(new Saved(cart.id(), prices.quote(cart)));
    }

    private record Saved(long cartId, Quote quote) {}
}
