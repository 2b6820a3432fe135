package dev.stackhouse.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.api.Stackhouse;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import java.util.function.ToLongBiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the real SDK tells a collector, in the place of which its functions are set. */
@SuppressWarnings("try") // Scopes are there to be closed.
class ProfilingExtensionTest {
    private static final List<String> CALLS = new ArrayList<>();

    private static OpenTelemetrySdk sdk;
    private static Tracer tracer;

    @BeforeAll
    static void start() throws Exception {
        ToLongBiFunction<String, String> span = (traceId, spanId) -> {
            CALLS.add("span " + traceId + "-" + spanId);
            return CALLS.size();
        };
        LongConsumer close = token -> CALLS.add("close " + token);
        AtomicReferenceArray<Object> functions = new AtomicReferenceArray<>(new Object[] {null, span, close});
        Field collector = Stackhouse.class.getDeclaredField("collector");
        collector.setAccessible(true);
        collector.set(null, functions);
        sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> Map.of(
                        "otel.traces.exporter", "none", "otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
                .build()
                .getOpenTelemetrySdk();
        tracer = sdk.getTracer("test");
    }

    @AfterAll
    static void stop() {
        sdk.close();
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
    }

    @Test
    void aSpanThatIsMadeCurrentIsToldAndEnded() {
        Span outer = tracer.spanBuilder("GET /pay").startSpan();
        Span inner = tracer.spanBuilder("charge")
                .setParent(Context.root().with(outer))
                .startSpan();
        try (Scope first = outer.makeCurrent();
                Scope second = inner.makeCurrent()) {
            assertThat(Span.current()).isEqualTo(inner);
        }
        assertThat(CALLS).containsExactly(told(outer), told(inner), "close 2", "close 1");
        assertThat(told(outer)).matches("span [0-9a-f]{32}-[0-9a-f]{16}");
    }

    @Test
    void aContextThatIsPassedToAnotherThreadIsToldThere() throws Exception {
        Span span = tracer.spanBuilder("GET /pay").startSpan();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            executor.submit(Context.root().with(span).wrap(() -> {
                        CALLS.add("work");
                    }))
                    .get();
        } finally {
            executor.shutdownNow();
        }
        assertThat(CALLS).containsExactly(told(span), "work", "close 1");
    }

    @Test
    void aContextWithoutASpanSaysThatThereIsNone() {
        try (Scope none = Context.root().with(Span.getInvalid()).makeCurrent()) {
            assertThat(CALLS).containsExactly("span " + "0".repeat(32) + "-" + "0".repeat(16));
        }
    }

    private static String told(Span span) {
        return "span " + span.getSpanContext().getTraceId() + "-"
                + span.getSpanContext().getSpanId();
    }
}
