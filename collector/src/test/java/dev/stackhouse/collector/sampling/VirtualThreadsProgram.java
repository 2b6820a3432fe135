package dev.stackhouse.collector.sampling;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Records itself while two virtual threads work, one that never waits and one that does all the time, and prints its samples: event, pool
 * of threads, and methods, root first.
 */
public final class VirtualThreadsProgram {
    static volatile Object sink = "";

    private VirtualThreadsProgram() {}

    public static void main(String[] args) throws Exception {
        Rates rates = Rates.NONE
                .with(EventType.EVENT_TYPE_CPU, 1_000_000)
                .with(EventType.EVENT_TYPE_WALL, 5_000_000)
                .with(EventType.EVENT_TYPE_ALLOC, 16 << 10);
        Recorder recorder = Recorder.start(RecorderTest.config(rates), Path.of(args[0]), Clock.systemUTC(), 64 << 20);
        // There are no virtual threads in the version of Java that this is compiled for.
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        executor.invokeAll(List.of(() -> outer(endNanos, false), () -> outer(endNanos, true)));
        executor.shutdown();
        recorder.cut();
        recorder.stop();
        for (Recording next = recorder.take(); next != null; next = recorder.take()) {
            for (RecordedSample sample : next.samples()) {
                System.out.println(sample.event() + " " + sample.thread() + " "
                        + sample.stack().stream().map(RecordedFrame::methodName).collect(Collectors.joining(";")));
            }
        }
    }

    static Object outer(long endNanos, boolean waiting) throws InterruptedException {
        while (System.nanoTime() < endNanos) {
            if (waiting) {
                waitAndAllocate();
            } else {
                burn();
            }
        }
        return sink;
    }

    static void burn() {
        double sum = 0;
        for (int i = 0; i < 1_000_000; i++) {
            sum += Math.sqrt(i);
        }
        sink = sum;
    }

    static void waitAndAllocate() throws InterruptedException {
        Thread.sleep(1);
        for (int i = 0; i < 20; i++) {
            sink = new byte[10_000];
        }
    }
}
