package dev.stackhouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import java.util.function.ToLongBiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StackhouseTest {
    private final List<String> calls = new ArrayList<>();
    private final AtomicReferenceArray<Object> collector = new AtomicReferenceArray<>(3);

    @AfterEach
    void forgetTheCollector() throws Exception {
        tell(null);
    }

    @Test
    void withoutACollectorEveryScopeIsTheSameAndDoesNothing() {
        Scope label = Stackhouse.label("endpoint", "/pay");
        Scope span = Stackhouse.span("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        label.close();
        label.close();
        assertThat(label).isSameAs(span);
    }

    @Test
    @SuppressWarnings("try") // A scope is there to be closed.
    void opensAndClosesWithTheCollectorThatIsThere() throws Exception {
        attach();
        try (Scope outer = Stackhouse.label("endpoint", "/pay");
                Scope inner = Stackhouse.span("trace", "span")) {
            calls.add("work");
        }
        assertThat(calls).containsExactly("label endpoint /pay", "span trace span", "work", "close 2", "close 1");
    }

    @Test
    void whatACollectorDidNotOpenIsNotClosed() throws Exception {
        attach();
        ToLongBiFunction<String, String> refused = (name, value) -> 0;
        collector.set(Handover.LABEL, refused);
        Stackhouse.label("endpoint", "/pay").close();
        assertThat(calls).isEmpty();
    }

    @Test
    void aDetachedCollectorIsForgottenEvenByOpenScopes() throws Exception {
        attach();
        Scope open = Stackhouse.label("endpoint", "/pay");
        for (int i = 0; i < collector.length(); i++) {
            collector.set(i, null);
        }
        open.close();
        Stackhouse.label("endpoint", "/cart").close();
        assertThat(calls).containsExactly("label endpoint /pay");
    }

    @Test
    void nothingThatGoesWrongInTheCollectorIsSeen() throws Exception {
        ToLongBiFunction<String, String> failing = (name, value) -> {
            throw new OutOfMemoryError("made up");
        };
        collector.set(Handover.LABEL, failing);
        collector.set(Handover.SPAN, "not a function");
        tell(collector);
        assertThatCode(() -> {
                    Stackhouse.label("endpoint", "/pay").close();
                    Stackhouse.label(null, null).close();
                    Stackhouse.span("trace", "span").close();
                })
                .doesNotThrowAnyException();
    }

    private void attach() throws Exception {
        ToLongBiFunction<String, String> label = (name, value) -> {
            calls.add("label " + name + " " + value);
            return 1;
        };
        ToLongBiFunction<String, String> span = (traceId, spanId) -> {
            calls.add("span " + traceId + " " + spanId);
            return 2;
        };
        LongConsumer close = token -> calls.add("close " + token);
        collector.set(Handover.LABEL, label);
        collector.set(Handover.SPAN, span);
        collector.set(Handover.CLOSE, close);
        tell(collector);
    }

    /** As a collector does it that comes later. */
    private static void tell(Object functions) throws Exception {
        Field field = Stackhouse.class.getDeclaredField("collector");
        field.setAccessible(true);
        field.set(null, functions);
    }
}
