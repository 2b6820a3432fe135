package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The demo service and the demo's load on it, which comes and goes as in a day of five minutes; two processes. For one thread. */
final class VisitedShop implements AutoCloseable {
    private static final int REQUESTS_PER_SECOND = 100;

    private final MeasuredProcess shop;
    private final MeasuredProcess load;
    private final String port;

    private VisitedShop(MeasuredProcess shop, MeasuredProcess load, String port) {
        this.shop = shop;
        this.load = load;
        this.port = port;
    }

    /** @param jvmOptions of the service, beside those that every measured JVM has */
    static VisitedShop start(Jdk jdk, Path root, Destinations destinations, List<String> jvmOptions)
            throws IOException, InterruptedException {
        String jar = root.resolve("standalone/demo/target/stackhouse-demo.jar").toString();
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(MeasuredStart.jvmOptions(destinations.temporary()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar));
        MeasuredProcess shop = MeasuredProcess.start(command, Map.of(), errors(destinations));
        try {
            String port = shop.awaitReady().replace("port=", "");
            List<String> visit = List.of(
                    jdk.java(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    jar,
                    "dev.stackhouse.demo.LoadGenerator",
                    "--target",
                    "http://127.0.0.1:" + port,
                    "--rate",
                    Integer.toString(REQUESTS_PER_SECOND));
            return new VisitedShop(shop, MeasuredProcess.start(visit, Map.of(), errors(destinations)), port);
        } catch (IOException | InterruptedException | RuntimeException e) {
            shop.close();
            throw e;
        }
    }

    private static Path errors(Destinations destinations) throws IOException {
        return Files.createTempFile(destinations.directory(), "errors", ".log");
    }

    MeasuredProcess process() {
        return shop;
    }

    /** Whether it serves. */
    boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/search?q=kettle")
                            .toURL()
                            .openConnection();
            connection.setReadTimeout(20_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            load.close();
        } finally {
            shop.close();
        }
    }
}
