package dev.stackhouse.demo.pricing;

import dev.stackhouse.demo.catalogue.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The coupons that are out. Each line of each cart is held against all of them: fine for a few hundred, and dear for more. Immutable. */
final class CouponBook {
    /** A smaller quantity gets none. */
    private static final int LEAST_QUANTITY = 20;

    private static final int MOST_PERCENT = 10;
    private static final long SEED = 11;

    private final List<Coupon> coupons;

    private CouponBook(List<Coupon> coupons) {
        this.coupons = coupons;
    }

    /** A book of so many. */
    static CouponBook of(int count) {
        Random random = new Random(SEED);
        List<Coupon> coupons = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            coupons.add(new Coupon(
                    random.nextInt(40_000), LEAST_QUANTITY + random.nextInt(80), 1 + random.nextInt(MOST_PERCENT)));
        }
        return new CouponBook(List.copyOf(coupons));
    }

    /** The best of those that fit; 0 if none does. */
    int bestPercent(Product product, int quantity) {
        int best = 0;
        for (Coupon coupon : coupons) {
            if (coupon.fits(product.priceCents(), quantity) && coupon.percent > best) {
                best = coupon.percent;
            }
        }
        return best;
    }

    private record Coupon(long fromCents, int fromQuantity, int percent) {
        boolean fits(long cents, int quantity) {
            return cents >= fromCents && quantity >= fromQuantity;
        }
    }
}
