package dev.stackhouse.collector;

import dev.stackhouse.api.Scope;
import dev.stackhouse.api.Stackhouse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that says what it works on, until its standard input ends. What a method is called tells which labels its samples
 * have to have: each is only called with those. With {@code -Dawait.collector=true} it begins when labels are taken.
 */
@SuppressWarnings("try") // Scopes are there to be closed.
public final class LabelledProgram {
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    static final String SPAN = "b7ad6b7169203331";

    private static final long UNIT_NANOS = 2_000_000;

    private static volatile long sink;
    static volatile byte[] buffer = new byte[0];
    private static volatile boolean ended;

    private LabelledProgram() {}

    public static void main(String[] args) throws Exception {
        while (Boolean.getBoolean("await.collector") && isAlone()) {
            LockSupport.parkNanos(10_000_000);
        }
        new Thread(LabelledProgram::nest, "nested-1").start();
        new Thread(LabelledProgram::nest, "nested-2").start();
        new Thread(LabelledProgram::stayOpen, "long").start();
        new Thread(LabelledProgram::startBriefThreads, "starter").start();
        new Thread(LabelledProgram::labelEveryRequest, "unbounded").start();
        new Thread(LabelledProgram::trace, "traced").start();
        new Thread(LabelledProgram::idle, "idle").start();
        new Thread(LabelledProgram::waitForTheEnd, "end").start();
        runWebApplication();
    }

    /** Without a collector all scopes are one. */
    private static boolean isAlone() {
        try (Scope one = Stackhouse.label("test", "1");
                Scope another = Stackhouse.label("test", "1")) {
            return one == another;
        }
    }

    private static void waitForTheEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said.
            }
        } catch (IOException e) {
            // Whoever was there is not any more.
        }
        ended = true;
    }

    private static boolean goesOn() {
        return goesOnAfter(20_000_000);
    }

    /** After a pause, in which others get on: the collector among them. */
    private static boolean goesOnAfter(long pauseNanos) {
        LockSupport.parkNanos(pauseNanos);
        return !ended;
    }

    private static void nest() {
        while (goesOn()) {
            try (Scope endpoint = Stackhouse.label("endpoint", "/pay")) {
                workPay(UNIT_NANOS);
                try (Scope step = Stackhouse.label("step", "charge")) {
                    workCharge(UNIT_NANOS);
                    try (Scope inner = Stackhouse.label("endpoint", "/bank")) {
                        workBank(UNIT_NANOS);
                    }
                    workCharge(UNIT_NANOS);
                }
                workPay(UNIT_NANOS);
            }
            workUnlabelled(UNIT_NANOS);
        }
    }

    private static void stayOpen() {
        try (Scope endpoint = Stackhouse.label("endpoint", "/long")) {
            while (goesOn()) {
                workLong(UNIT_NANOS);
            }
        }
    }

    private static void startBriefThreads() {
        while (goesOn()) {
            Thread brief = new Thread(
                    () -> {
                        try (Scope endpoint = Stackhouse.label("endpoint", "/brief")) {
                            workBrief(10 * UNIT_NANOS);
                        }
                    },
                    "brief");
            brief.start();
            try {
                brief.join();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void labelEveryRequest() {
        for (int i = 0; goesOnAfter(2_000_000); i++) {
            try (Scope endpoint = Stackhouse.label("endpoint", "/many");
                    Scope request = Stackhouse.label("request", "n" + i)) {
                workMany();
            }
        }
    }

    private static void idle() {
        while (goesOn()) {
            try (Scope endpoint = Stackhouse.label("endpoint", "/wait")) {
                workWait();
            }
        }
    }

    private static void trace() {
        while (goesOn()) {
            try (Scope span = Stackhouse.span(TRACE, SPAN)) {
                workTraced(UNIT_NANOS);
            }
            workUntraced(UNIT_NANOS);
        }
    }

    /** A copy of the API in a class loader that the agent has not seen. */
    private static void runWebApplication() throws Exception {
        URL api = Stackhouse.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {api}, null)) {
            Method label = loader.loadClass(Stackhouse.class.getName()).getMethod("label", String.class, String.class);
            while (goesOn()) {
                try (AutoCloseable endpoint = (AutoCloseable) label.invoke(null, "endpoint", "/web")) {
                    workWeb(UNIT_NANOS);
                }
            }
        }
    }

    private static void workPay(long nanos) {
        burn(nanos);
    }

    private static void workCharge(long nanos) {
        burn(nanos);
    }

    private static void workBank(long nanos) {
        burn(nanos);
    }

    private static void workUnlabelled(long nanos) {
        burn(nanos);
    }

    private static void workLong(long nanos) {
        burn(nanos);
    }

    private static void workBrief(long nanos) {
        burn(nanos);
    }

    /** More than is allocated between two samples. */
    private static void workMany() {
        buffer = new byte[600_000];
        burn(1);
    }

    private static void workWait() {
        LockSupport.parkNanos(50_000_000);
    }

    private static void workTraced(long nanos) {
        burn(nanos);
    }

    private static void workUntraced(long nanos) {
        burn(nanos);
    }

    private static void workWeb(long nanos) {
        burn(nanos);
    }

    /** Also where others have the CPU for as long: of what takes a thread next to none, async-profiler says that it never ran. */
    private static void burn(long nanos) {
        long end = System.nanoTime() + nanos;
        long x = sink;
        do {
            for (int i = 0; i < 500_000; i++) {
                x = x * 6364136223846793005L + 1442695040888963407L;
            }
        } while (System.nanoTime() < end);
        sink = x;
    }
}
