package dev.stackhouse.query.server;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.grpc.GrpcMeterIdPrefixFunction;
import com.linecorp.armeria.common.metric.MeterIdPrefixFunction;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.encoding.EncodingService;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import com.linecorp.armeria.server.healthcheck.ListenableHealthChecker;
import com.linecorp.armeria.server.metric.MetricCollectingService;
import dev.stackhouse.query.regression.Regressions;
import dev.stackhouse.storage.client.StoreContact;
import dev.stackhouse.storage.read.ProfileReader;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the query API and the page on one port: gRPC, gRPC-Web, JSON under {@code /api/v1/}, downloads under {@code /export/},
 * {@code /health} (the process lives), {@code /ready} (and the store answers), {@code /metrics} and {@code /docs}. It starts and
 * stays up without a store; queries then fail as UNAVAILABLE, and it is not ready. Start and close it from one thread.
 */
public final class QueryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);
    private static final int MAX_REQUEST_BYTES = 1 << 20;
    /** The store's own limit should strike first. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final QueryServerConfig config;
    private final Clock clock;
    private final MeterBinder moreMetrics;
    private @Nullable Server server;
    private @Nullable ProfileReader reader;
    private @Nullable BlockingTaskExecutor executor;
    private @Nullable Regressions regressions;
    private @Nullable IncidentWatches watches;

    public QueryServer(QueryServerConfig config) {
        this(config, Clock.systemUTC());
    }

    public QueryServer(QueryServerConfig config, Clock clock) {
        this(config, clock, registry -> {});
    }

    /**
     * @param moreMetrics what else is to be found under {@code /metrics}
     */
    public QueryServer(QueryServerConfig config, Clock clock, MeterBinder moreMetrics) {
        this.config = config;
        this.clock = clock;
        this.moreMetrics = moreMetrics;
    }

    /**
     * Starts to listen and returns the port.
     *
     * @throws IllegalStateException if the address cannot be listened on
     */
    public int start() {
        if (server != null) {
            throw new IllegalStateException("already started");
        }
        ProfileReader store = new ProfileReader(config.store(), config.queryLimit());
        BlockingTaskExecutor threads = BlockingTaskExecutor.builder()
                .threadNamePrefix("query")
                .numThreads(2 * config.maxConcurrentQueries() + 4) // more than places: refusing needs one too
                .build();
        reader = store;
        executor = threads;
        Regressions known;
        try {
            known = Regressions.open(config.regressions(), config.store(), config.queryLimit(), store, clock);
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
        regressions = known;
        Server built = build(store, known, threads);
        server = built;
        try {
            built.start().join();
            known.start();
        } catch (CompletionException e) {
            close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    "cannot listen on " + config.host() + ":" + config.port() + ": " + cause.getMessage(), cause);
        }
        return built.activeLocalPort();
    }

    private Server build(ProfileReader store, Regressions known, BlockingTaskExecutor threads) {
        Answers answers = new Answers(store, clock);
        RegressionAnswers incidents = new RegressionAnswers(known, new Selections(store, clock), clock);
        IncidentWatches watching = new IncidentWatches(incidents);
        watches = watching;
        QueryGate gate = new QueryGate(config.maxConcurrentQueries());
        StoreContact contact = new StoreContact(config.store(), LOG::warn, System.nanoTime());
        ListenableHealthChecker health = StoreHealth.of(store, contact, threads);
        Metrics metrics = new Metrics(contact, new StoreSizes(store, clock, threads), registry -> {
            known.metrics().bindTo(registry);
            moreMetrics.bindTo(registry);
        });
        ServerBuilder builder = Server.builder()
                .http(new InetSocketAddress(config.host(), config.port()))
                .blockingTaskExecutor(threads, false)
                .requestTimeout(config.queryLimit().plus(GRACE))
                .maxRequestLength(MAX_REQUEST_BYTES)
                .gracefulShutdownTimeout(Duration.ZERO, GRACE)
                .errorHandler(JsonErrors::ofRefused)
                .meterRegistry(metrics.registry());
        builder.service(
                grpc(new QueryEndpoint(answers, gate), new RegressionEndpoint(incidents, watching, gate), health),
                MetricCollectingService.newDecorator(GrpcMeterIdPrefixFunction.of("stackhouse.query")));
        return builder.service(
                        ExportRoute.PATH,
                        new ExportRoute(answers, gate)
                                .decorate(MetricCollectingService.newDecorator(
                                        MeterIdPrefixFunction.ofDefault("stackhouse.export"))))
                .service("/health", HealthCheckService.of())
                .service("/ready", ready(health))
                .service("/metrics", metrics)
                .serviceUnder("/docs", new DocService())
                .serviceUnder("/webjars", StaticFiles.webjars())
                .serviceUnder("/", StaticFiles.page())
                .decorator(EncodingService.newDecorator())
                .build();
    }

    private static HealthCheckService ready(ListenableHealthChecker health) {
        return HealthCheckService.builder()
                .checkers(health)
                .healthyResponse(AggregatedHttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, "{\"ready\":true}"))
                .unhealthyResponse(AggregatedHttpResponse.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        MediaType.JSON_UTF_8,
                        "{\"ready\":false,\"why\":\"the store does not answer, or this server is stopping\"}"))
                .build();
    }

    private static GrpcService grpc(
            QueryEndpoint endpoint, RegressionEndpoint regressions, ListenableHealthChecker health) {
        HttpJsonTranscodingOptions json = HttpJsonTranscodingOptions.builder()
                .queryParamMatchRules(
                        HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD,
                        HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE)
                .errorHandler(new JsonErrors())
                .build();
        return GrpcService.builder()
                .addService(endpoint)
                .addService(regressions)
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(GrpcHealthCheckService.builder().checkers(health).build())
                .enableUnframedRequests(true)
                .enableHttpJsonTranscoding(json)
                .unframedGrpcErrorHandler(new JsonErrors())
                .exceptionHandler(new ErrorStatus())
                .useBlockingTaskExecutor(true)
                .build();
    }

    /** Answers what has begun for a few seconds, then stops. */
    @Override
    public void close() {
        if (watches != null) {
            watches.close();
        }
        if (server != null) {
            server.stop().join();
        }
        if (regressions != null) {
            regressions.close();
        }
        if (executor != null) {
            executor.shutdownNow();
        }
        if (reader != null) {
            reader.close();
        }
    }
}
