package dev.stackhouse.demo.pricing;

import dev.stackhouse.demo.cart.Cart;
import dev.stackhouse.demo.cart.CartLine;
import java.util.ArrayList;
import java.util.List;

/** Prices a cart: the best discount of each line, then tax, then shipping. Immutable. */
public final class PriceCalculator {
    private static final long FREE_SHIPPING_FROM_CENTS = 5_000;
    private static final long SHIPPING_CENTS = 490;

    private final TaxTable taxes = new TaxTable();
    private final CouponBook coupons;

    /**
     * @param coupons that are out
     */
    public PriceCalculator(int coupons) {
        this.coupons = CouponBook.of(coupons);
    }

    public Quote quote(Cart cart) {
        List<PricedLine> lines = new ArrayList<>(cart.lines().size());
        long netCents = 0;
        long taxCents = 0;
        for (CartLine line : cart.lines()) {
            PricedLine priced = priceLine(line);
            lines.add(priced);
            netCents += priced.totalCents();
            taxCents += taxes.taxCents(line.product().category(), priced.totalCents());
        }
        long shippingCents = netCents >= FREE_SHIPPING_FROM_CENTS ? 0 : SHIPPING_CENTS;
        return new Quote(lines, netCents, taxCents, shippingCents, netCents + taxCents + shippingCents);
    }

    private PricedLine priceLine(CartLine line) {
        long grossCents = line.product().priceCents() * line.quantity();
        long discountCents = grossCents * discountPercent(line) / 100;
        return new PricedLine(
                line.product().sku(),
                line.product().title(),
                line.quantity(),
                line.product().priceCents(),
                discountCents,
                grossCents - discountCents);
    }

    private int discountPercent(CartLine line) {
        return Math.max(bulkDiscountPercent(line.quantity()), coupons.bestPercent(line.product(), line.quantity()));
    }

    private static int bulkDiscountPercent(int quantity) {
        if (quantity >= 20) {
            return 15;
        }
        return quantity >= 5 ? 5 : 0;
    }
}
