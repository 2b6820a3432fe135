package dev.stackhouse.query.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stackhouse.storage.client.StoreContact;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/** The server's figures in Prometheus' text format; what they mean is in docs/operating.md. */
final class Metrics extends AbstractHttpService {
    private static final MediaType TEXT = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

    /** A store that is slow must not cost the other figures. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StoreSizes sizes;

    /**
     * @param more what else is to be shown
     */
    Metrics(StoreContact contact, StoreSizes sizes, MeterBinder more) {
        this.sizes = sizes;
        Gauge.builder("stackhouse.store.up", contact, store -> store.isThere() ? 1 : 0)
                .register(registry);
        sizes.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        more.bindTo(registry);
    }

    MeterRegistry registry() {
        return registry;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(sizes.refresh()
                .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .thenApplyAsync(
                        refreshed -> HttpResponse.of(HttpStatus.OK, TEXT, HttpData.ofUtf8(registry.scrape())),
                        context.blockingTaskExecutor()));
    }
}
