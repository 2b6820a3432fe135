package dev.stackhouse.demo.checkout;

import dev.stackhouse.demo.pricing.PricedLine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs orders with an iterated HMAC-SHA256. The rounds make it dear on purpose, as one would to keep short pick-up codes from
 * being guessed. Stateless.
 */
final class OrderSigner {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int ROUNDS = 1_200;

    private final SecretKeySpec key;

    OrderSigner(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** 64 hexadecimal digits. */
    String sign(Order order) {
        return HexFormat.of().formatHex(stretch(canonicalForm(order).getBytes(StandardCharsets.UTF_8)));
    }

    private static String canonicalForm(Order order) {
        StringBuilder form = new StringBuilder(256);
        form.append(order.number())
                .append('|')
                .append(order.customer())
                .append('|')
                .append(order.placedAt());
        for (PricedLine line : order.quote().lines()) {
            form.append('|')
                    .append(line.sku())
                    .append('x')
                    .append(line.quantity())
                    .append('=');
            form.append(line.totalCents());
        }
        return form.append('|').append(order.quote().totalCents()).toString();
    }

    private byte[] stretch(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] digest = mac.doFinal(message);
            for (int round = 1; round < ROUNDS; round++) {
                digest = mac.doFinal(digest);
            }
            return digest;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
