package dev.stackhouse.demo.inventory;

import dev.stackhouse.demo.catalogue.Catalogue;
import dev.stackhouse.demo.catalogue.Product;
import dev.stackhouse.demo.http.BadRequestException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Stock by product, with a journal of late movements. Thread-safe by one lock for everything, also while the journal is checked:
 * the bottleneck that a profile of lock waits is to show.
 */
public final class InventoryLedger {
    private static final int OPENING_STOCK = 500;
    private static final int REORDER_BELOW = 100;
    private static final int JOURNAL_LENGTH = 20_000;

    private final Map<String, Integer> stock = new HashMap<>();
    private final Deque<Movement> journal = new ArrayDeque<>();

    private record Movement(String sku, int change, int stockAfter) {}

    public InventoryLedger(Catalogue catalogue) {
        for (Product product : catalogue.products()) {
            stock.put(product.sku(), OPENING_STOCK);
        }
    }

    /**
     * Adds to the stock, or takes from it; reorders what runs low. Returns the stock after.
     *
     * @throws BadRequestException if there is no such product, or not enough of it
     */
    public synchronized int move(String sku, int change) {
        int after = requireStock(sku) + change;
        if (after < 0) {
            throw new BadRequestException("There are not enough of " + sku + " in stock.");
        }
        record(sku, change, after);
        if (after < REORDER_BELOW) {
            after += OPENING_STOCK;
            record(sku, OPENING_STOCK, after);
        }
        verifyJournal(sku, after);
        return after;
    }

    public synchronized int level(String sku) {
        return requireStock(sku);
    }

    /** Movements of the product that the journal still has. */
    synchronized int movements(String sku) {
        int movements = 0;
        for (Movement movement : journal) {
            if (movement.sku().equals(sku)) {
                movements++;
            }
        }
        return movements;
    }

    private int requireStock(String sku) {
        Integer level = stock.get(sku);
        if (level == null) {
            throw new BadRequestException("There is no product '" + sku + "'.");
        }
        return level;
    }

    private void record(String sku, int change, int after) {
        stock.put(sku, after);
        journal.addLast(new Movement(sku, change, after));
        if (journal.size() > JOURNAL_LENGTH) {
            journal.removeFirst();
        }
    }

    /** Every movement of the product must follow from the one before. */
    private void verifyJournal(String sku, int level) {
        Integer expected = null;
        for (Movement movement : journal) {
            if (movement.sku().equals(sku)) {
                if (expected != null && expected + movement.change() != movement.stockAfter()) {
                    throw new IllegalStateException("The journal of " + sku + " does not add up");
                }
                expected = movement.stockAfter();
            }
        }
        if (expected != null && expected != level) {
            throw new IllegalStateException("The journal of " + sku + " ends at " + expected + ", not " + level);
        }
    }
}
