package dev.stackhouse.bench.chaos;

import dev.stackhouse.bench.chaos.Product.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Looks once a second at the memory of the streamer, and keeps the greatest figures. Thread-safe. */
final class StreamerMemory implements AutoCloseable {
    private static final String HEAP = "flink_taskmanager_Status_JVM_Memory_Heap_Used{";

    /**
     * The greatest figures.
     *
     * @param restarts of the job in the process that ran last
     */
    record Greatest(long residentBytes, long heapBytes, long restarts) {}

    private static final String RESTARTS = "flink_jobmanager_job_numRestarts{";

    private final Product product;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread thread = new Thread(this::run, "streamer-memory");
    private Greatest greatest = new Greatest(0, 0, 0);

    StreamerMemory(Product product) {
        this.product = product;
        thread.setDaemon(true);
        thread.start();
    }

    /** Since it was last asked. */
    synchronized Greatest take() {
        Greatest taken = greatest;
        greatest = new Greatest(0, 0, 0);
        return taken;
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                look();
            }
        } catch (InterruptedException e) {
            // The watch is over.
        }
    }

    private void look() throws InterruptedException {
        OptionalLong streamer = product.processId(Role.STREAMER);
        if (streamer.isEmpty()) {
            return;
        }
        try {
            long residentBytes = 1024
                    * Long.parseLong(
                            Files.readAllLines(Path.of("/proc", Long.toString(streamer.getAsLong()), "status")).stream()
                                    .filter(line -> line.startsWith("VmRSS:"))
                                    .findFirst()
                                    .orElse("0")
                                    .replaceAll("\\D", ""));
            String figures = http.send(
                            HttpRequest.newBuilder(product.streamerMetrics()).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            add(residentBytes, figure(figures, HEAP), figure(figures, RESTARTS));
        } catch (IOException e) {
            // It is being started again.
        }
    }

    private static long figure(String figures, String name) {
        return figures.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .max()
                .orElse(0);
    }

    private synchronized void add(long residentBytes, long heapBytes, long restarts) {
        greatest = new Greatest(
                Math.max(greatest.residentBytes, residentBytes),
                Math.max(greatest.heapBytes, heapBytes),
                Math.max(greatest.restarts, restarts));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
