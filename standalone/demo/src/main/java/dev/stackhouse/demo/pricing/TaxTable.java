package dev.stackhouse.demo.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Value-added tax by category. */
final class TaxTable {
    private static final BigDecimal STANDARD_RATE = new BigDecimal("0.19");
    private static final Map<String, BigDecimal> REDUCED_RATES =
            Map.of("garden", new BigDecimal("0.07"), "music", new BigDecimal("0.105"));

    long taxCents(String category, long netCents) {
        return BigDecimal.valueOf(netCents)
                .multiply(REDUCED_RATES.getOrDefault(category, STANDARD_RATE))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
