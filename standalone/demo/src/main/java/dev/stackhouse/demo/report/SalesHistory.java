package dev.stackhouse.demo.report;

import dev.stackhouse.demo.catalogue.Product;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The sales of late; the oldest are forgotten. Thread-safe. */
public final class SalesHistory {
    private static final int MAX_SALES = 1_500;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Sale> sales = new ArrayDeque<>();

    public void book(Instant at, Product product, int quantity, long cents) {
        lock.lock();
        try {
            sales.addLast(new Sale(at, product, quantity, cents));
            if (sales.size() > MAX_SALES) {
                sales.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    List<Sale> snapshot() {
        lock.lock();
        try {
            return List.copyOf(sales);
        } finally {
            lock.unlock();
        }
    }
}
