package dev.stackhouse.demo.inventory;

import dev.stackhouse.demo.http.BadRequestException;
import dev.stackhouse.demo.http.Endpoint;
import dev.stackhouse.demo.http.JsonCodec;
import dev.stackhouse.demo.http.Reply;
import dev.stackhouse.demo.http.Request;
import org.jspecify.annotations.Nullable;

/** GET /inventory?sku=SKU tells the stock; POST /inventory with sku and change moves it. */
public final class InventoryEndpoint implements Endpoint {
    private static final int MAX_CHANGE = 1_000;

    private final InventoryLedger ledger;

    public InventoryEndpoint(InventoryLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Reply answer(Request request) {
        return Reply.json(request.method().equals("POST") ? move(request) : tell(request.text("sku")));
    }

    private Level tell(String sku) {
        return new Level(sku, ledger.level(sku), ledger.movements(sku));
    }

    private Level move(Request request) {
        Change change = JsonCodec.read(request.body(), Change.class);
        String sku = change.sku();
        if (sku == null) {
            throw new BadRequestException("'sku' is missing.");
        }
        if (change.change() == 0 || Math.abs((long) change.change()) > MAX_CHANGE) {
            throw new BadRequestException(
                    "'change' must be a number from -" + MAX_CHANGE + " to " + MAX_CHANGE + ", and not 0.");
        }
        return new Level(sku, ledger.move(sku, change.change()), ledger.movements(sku));
    }

    private record Change(@Nullable String sku, int change) {}

    private record Level(String sku, int stock, int recentMovements) {}
}
