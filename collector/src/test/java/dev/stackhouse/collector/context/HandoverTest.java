package dev.stackhouse.collector.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.api.Scope;
import dev.stackhouse.api.Stackhouse;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private final AtomicReferenceArray<Object> functions = new AtomicReferenceArray<>(3);
    private final Handover handover = new Handover(functions);

    @AfterEach
    void end() {
        handover.end();
    }

    @Test
    void everyLoadedCopyOfTheApiOpensScopesWithTheCollector() throws Exception {
        Contexts contexts = contexts();
        URL api = Stackhouse.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader webApplication =
                new URLClassLoader(new URL[] {api}, ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = webApplication.loadClass(Stackhouse.class.getName());
            handover.begin(contexts, new Class<?>[] {String.class, Stackhouse.class, copy});
            Stackhouse.label("endpoint", "/pay");
            copy.getMethod("label", String.class, String.class).invoke(null, "step", "charge");
            assertThat(labels(contexts)).isEqualTo("[endpoint=/pay, step=charge]");
        }
    }

    @Test
    void afterTheEndNothingIsOpened() {
        Contexts contexts = contexts();
        handover.begin(contexts, new Class<?>[] {Stackhouse.class});
        Stackhouse.label("endpoint", "/pay").close();
        handover.end();
        Stackhouse.label("endpoint", "/cart");
        assertThat(labels(contexts)).isEqualTo("[]");
    }

    @Test
    void scopesOfAnEndedCollectorAreNotThoseOfTheNext() {
        handover.begin(contexts(), new Class<?>[] {Stackhouse.class});
        Scope old = Stackhouse.label("old", "1");
        handover.end();
        Contexts next = contexts();
        handover.begin(next, new Class<?>[] {Stackhouse.class});
        Stackhouse.label("next", "1");
        old.close();
        assertThat(labels(next)).isEqualTo("[next=1]");
    }

    @Test
    void anEndedCollectorIsKeptAliveByNothing() throws Exception {
        WeakReference<Contexts> ended = new WeakReference<>(contexts());
        handover.begin(ended.get(), new Class<?>[] {Stackhouse.class});
        Scope neverClosed = Stackhouse.label("endpoint", "/pay");
        handover.end();
        for (int i = 0; i < 100 && ended.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(ended.get()).isNull();
        neverClosed.close();
    }

    private static Contexts contexts() {
        return new Contexts(() -> 1, () -> null, 0);
    }

    private static String labels(Contexts contexts) {
        return new SampleContexts(contexts)
                .at(1, Thread.currentThread().getId(), 1)
                .labels()
                .toString();
    }
}
