package dev.stackhouse.demo;

import com.sun.net.httpserver.HttpServer;
import dev.stackhouse.demo.cart.CartEndpoint;
import dev.stackhouse.demo.cart.CartStore;
import dev.stackhouse.demo.catalogue.Catalogue;
import dev.stackhouse.demo.checkout.CheckoutEndpoint;
import dev.stackhouse.demo.http.Dispatcher;
import dev.stackhouse.demo.http.Endpoint;
import dev.stackhouse.demo.inventory.InventoryEndpoint;
import dev.stackhouse.demo.inventory.InventoryLedger;
import dev.stackhouse.demo.pricing.PriceCalculator;
import dev.stackhouse.demo.report.ReportEndpoint;
import dev.stackhouse.demo.report.SalesHistory;
import dev.stackhouse.demo.search.SearchEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small shop over HTTP on loopback: POST /cart, POST /checkout, GET /search, GET and POST /inventory, GET /report. Run with
 * {@code java -jar stackhouse-demo.jar --port PORT --coupons COUNT}, port 0 (the default) for a free one, 200 coupons by default; prints {@code READY port=PORT} and ends
 * when standard input closes or on SIGTERM.
 */
public final class CheckoutService implements AutoCloseable {
    private static final int WORKERS = 8;
    private static final int BACKLOG = 64;
    static final int COUPONS = 200;
    private static final int CLOSE_SECONDS = 1;

    private final HttpServer server;
    private final ExecutorService workers;

    private CheckoutService(HttpServer server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    public static void main(String[] args) throws IOException {
        try {
            Arguments arguments = Arguments.parse(args, "--port", "--coupons");
            CheckoutService service = start(
                    arguments.number("--port", 0, 0, 65_535), arguments.number("--coupons", COUPONS, 0, 10_000_000));
            Lifetime.atEnd(service::close);
            System.out.println("READY port=" + service.port());
        } catch (IllegalArgumentException e) {
            Lifetime.fail(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            Lifetime.fail("The shop cannot listen: " + e.getMessage() + ".");
        }
        Lifetime.awaitEnd();
    }

    /**
     * Listens on loopback.
     *
     * @param port 0 for a free one
     * @param coupons that are out
     */
    static CheckoutService start(int port, int coupons) throws IOException {
        // Without it, every second small reply waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        AtomicInteger lastWorker = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(
                WORKERS, task -> new Thread(task, "http-worker-" + lastWorker.incrementAndGet()));
        server.setExecutor(workers);
        open(server, coupons);
        server.start();
        return new CheckoutService(server, workers);
    }

    private static void open(HttpServer server, int coupons) {
        Catalogue catalogue = Catalogue.generate();
        CartStore carts = new CartStore();
        PriceCalculator prices = new PriceCalculator(coupons);
        InventoryLedger inventory = new InventoryLedger(catalogue);
        SalesHistory sales = new SalesHistory();
        open(server, "/cart", Set.of("POST"), new CartEndpoint(catalogue, carts, prices));
        open(
                server,
                "/checkout",
                Set.of("POST"),
                new CheckoutEndpoint(carts, prices, inventory, sales, "of the demo only", Clock.systemUTC()));
        open(server, "/search", Set.of("GET"), new SearchEndpoint(catalogue));
        open(server, "/inventory", Set.of("GET", "POST"), new InventoryEndpoint(inventory));
        open(server, "/report", Set.of("GET"), new ReportEndpoint(sales));
    }

    private static void open(HttpServer server, String path, Set<String> methods, Endpoint endpoint) {
        server.createContext(path, new Dispatcher(path, methods, endpoint));
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Lets requests in progress end, for a second. */
    @Override
    public void close() {
        server.stop(CLOSE_SECONDS);
        workers.shutdownNow();
    }
}
