package dev.stackhouse.standalone.up;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in order on SIGINT and SIGTERM: {@link #await} returns, the thread that made this is interrupted
 * if it has not come that far, and the process waits until {@link #close()} before it ends with status 0. The end of the
 * script that started this process counts as a signal, so that nothing outlives a killed script.
 */
public final class StopSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final Thread owner = Thread.currentThread();
    private final CountDownLatch received = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean interrupts = true;

    private StopSignal() {}

    /** Listens from now on; for the calling thread. */
    public static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
        Long script = Long.getLong("stackhouse.script");
        if (script != null) {
            Thread watch = new Thread(() -> stopWith(script), "watch-script");
            watch.setDaemon(true);
            watch.start();
        }
        return signal;
    }

    private static void stopWith(long processId) {
        ProcessHandle.of(processId).ifPresent(process -> process.onExit().join());
        System.exit(0);
    }

    private void stop() {
        if (closed.getCount() == 0) {
            return;
        }
        receive();
        try {
            if (closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                // Otherwise the status would tell of the signal.
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void receive() {
        received.countDown();
        if (interrupts) {
            owner.interrupt();
        }
    }

    private synchronized void noMoreInterrupts() {
        interrupts = false;
        // One that came before is told by the latch.
        Thread.interrupted();
    }

    public boolean isReceived() {
        return received.getCount() == 0;
    }

    /** Waits for the signal, at most so long. Returns whether it was received. */
    public boolean await(Duration patience) {
        noMoreInterrupts();
        try {
            return received.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return isReceived();
        }
    }

    /** To be called when everything has stopped. */
    @Override
    public void close() {
        closed.countDown();
    }
}
