package dev.stackhouse.streamer.local;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.jspecify.annotations.Nullable;

/**
 * Flink's Prometheus reporter, on this machine's loopback address only; Flink's own listens on every address and cannot be told
 * otherwise. Serves {@code /metrics}.
 */
final class LoopbackReporter extends AbstractPrometheusReporter {
    static final String PORT = "port";

    private @Nullable HTTPServer server;

    @Override
    public void open(MetricConfig config) {
        super.open(config);
        int port = config.getInteger(PORT, 0);
        try {
            server = new HTTPServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), figures(), true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    /** The figures that the superclass collects, which it shows to its own package only. */
    private CollectorRegistry figures() {
        try {
            Field registry = AbstractPrometheusReporter.class.getDeclaredField("registry");
            registry.setAccessible(true);
            return (CollectorRegistry) registry.get(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another version of Flink's reporter", e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
        super.close();
    }
}
