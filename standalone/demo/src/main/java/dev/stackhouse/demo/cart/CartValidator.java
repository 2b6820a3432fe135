package dev.stackhouse.demo.cart;

import dev.stackhouse.demo.catalogue.Catalogue;
import dev.stackhouse.demo.catalogue.Product;
import dev.stackhouse.demo.http.BadRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what was sent into cart lines of known products, or says what is wrong with it. */
final class CartValidator {
    private static final int MAX_LINES = 100;
    private static final int MAX_QUANTITY = 99;

    private final Catalogue catalogue;

    CartValidator(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    String validateCustomer(CartRequest request) {
        String customer = request.customer();
        if (customer == null || customer.isBlank()) {
            throw new BadRequestException("'customer' is missing.");
        }
        return customer;
    }

    List<CartLine> validateLines(CartRequest request) {
        var sent = request.lines();
        if (sent == null || sent.isEmpty() || sent.size() > MAX_LINES) {
            throw new BadRequestException("'lines' must have 1 to " + MAX_LINES + " lines.");
        }
        Map<Product, Integer> quantities = new LinkedHashMap<>();
        for (CartRequest.Line line : sent) {
            if (line == null || line.sku() == null) {
                throw new BadRequestException("A line has no 'sku'.");
            }
            if (line.quantity() < 1 || line.quantity() > MAX_QUANTITY) {
                throw new BadRequestException(
                        "The 'quantity' of " + line.sku() + " must be from 1 to " + MAX_QUANTITY + ".");
            }
            quantities.merge(requireProduct(line.sku()), line.quantity(), Integer::sum);
        }
        return quantities.entrySet().stream()
                .map(entry -> new CartLine(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Product requireProduct(String sku) {
        Product product = catalogue.find(sku);
        if (product == null) {
            throw new BadRequestException("There is no product '" + sku + "'.");
        }
        return product;
    }
}
