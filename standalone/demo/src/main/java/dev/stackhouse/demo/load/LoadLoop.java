package dev.stackhouse.demo.load;

import java.net.URI;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends customers to the shop at the rate of the traffic shape, from one thread of its own; what it owes after a pause it does
 * not make up for beyond a tenth of a second. Thread-safe.
 */
public final class LoadLoop implements AutoCloseable {
    private static final long TICK_MILLIS = 10;
    private static final double MAX_OWED_SECONDS = 0.1;
    private static final int FLASH_SALE_CUSTOMERS = 4;
    private static final int CLIENT_THREADS = 2;
    private static final Pattern CART_ID = Pattern.compile("\"cartId\":(\\d+)");

    private final RequestMix mix;
    private final TrafficShape shape;
    private final ExecutorService clientThreads;
    private final ShopClient client;
    private final ConcurrentLinkedQueue<Long> filledCarts = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean closed;

    private LoadLoop(URI target, TrafficShape shape) {
        this.mix = new RequestMix(target, 1);
        this.shape = shape;
        this.clientThreads = Executors.newFixedThreadPool(CLIENT_THREADS, task -> {
            Thread client = new Thread(task, "load-client");
            client.setDaemon(true);
            return client;
        });
        this.client = new ShopClient(clientThreads);
    }

    /** Begins to send. */
    public static LoadLoop start(URI target, TrafficShape shape) {
        LoadLoop loop = new LoadLoop(target, shape);
        loop.thread.setDaemon(true);
        loop.thread.start();
        return loop;
    }

    private void run() {
        long startNanos = System.nanoTime();
        long lastNanos = startNanos;
        double owed = 1;
        while (!closed) {
            while (owed >= 1) {
                owed -= visit();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            long nowNanos = System.nanoTime();
            double rate = shape.ratePerSecond((nowNanos - startNanos) / 1e9);
            owed = Math.min(owed + rate * (nowNanos - lastNanos) / 1e9, 1 + rate * MAX_OWED_SECONDS);
            lastNanos = nowNanos;
        }
    }

    /** Returns the number of requests. */
    private int visit() {
        switch (mix.nextVisit()) {
            case SEARCH -> client.send(mix.search());
            case REPORT -> client.send(mix.report());
            case BUY -> {
                return buy();
            }
            case FLASH_SALE -> {
                String sku = mix.popularSku();
                for (int i = 0; i < FLASH_SALE_CUSTOMERS; i++) {
                    client.send(mix.moveStock(sku));
                }
                return FLASH_SALE_CUSTOMERS;
            }
        }
        return 1;
    }

    /** Fills a cart, and buys one filled before. */
    private int buy() {
        client.send(mix.cart(), this::rememberCart);
        Long cartId = filledCarts.poll();
        if (cartId == null) {
            return 1;
        }
        client.send(mix.checkout(cartId));
        return 2;
    }

    private void rememberCart(String body) {
        Matcher matcher = CART_ID.matcher(body);
        if (matcher.find()) {
            filledCarts.add(Long.parseLong(matcher.group(1)));
        }
    }

    /** What came of it so far. */
    public LoadFigures figures() {
        return client.figures();
    }

    /** Sends no more. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        clientThreads.shutdown();
    }
}
