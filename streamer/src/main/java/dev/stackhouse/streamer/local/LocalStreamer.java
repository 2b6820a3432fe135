package dev.stackhouse.streamer.local;

import dev.stackhouse.streamer.ConfigException;
import dev.stackhouse.streamer.Settings;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job in a process of its own on one machine, with Flink embedded. Settings: those of
 * {@link dev.stackhouse.streamer.StreamerConfig}, and {@code --state-dir}, {@code --parallelism} and {@code --metrics-port}.
 *
 * <p>Prints {@code READY metrics=127.0.0.1:PORT} on standard output once the job runs. Ends in order, with code 0, on SIGTERM or when standard
 * input ends; with code 1 and a sentence on standard error when it cannot start. However it ends, the next start goes on
 * from the newest checkpoint in the state directory, and nothing is lost or counted twice.
 *
 * <p>{@code -Xmx256m} is enough. On JDK 17 no {@code --add-opens} or {@code --add-exports} is needed, as no type of the job
 * is serialized by Kryo.
 */
public final class LocalStreamer {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStreamer.class);
    private static final long LOOK_MILLIS = 100;

    private LocalStreamer() {}

    public static void main(String[] args) {
        int code = run(args);
        // Flink leaves threads behind, and the hook must not wait for us when we wait for it.
        Runtime.getRuntime().halt(code);
    }

    private static int run(String[] args) {
        LocalConfig config;
        try {
            config = LocalConfig.of(new Settings(System.getenv(), args));
        } catch (ConfigException e) {
            return fail(String.valueOf(e.getMessage()));
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        stopOnSignal(stop, stopped);
        stopOnEndOfInput(stop);
        try (StateLock lock = StateLock.take(config.stateDirectory())) {
            if (lock == null) {
                return fail("The state directory " + config.stateDirectory() + " is used by another process.");
            }
            try (EmbeddedJob job = EmbeddedJob.start(config)) {
                watch(job, stop);
                return stop.getCount() == 0 ? 0 : fail("The job ended by itself.");
            }
        } catch (InterruptedException e) {
            return fail("Interrupted.");
        } catch (Exception e) {
            LOG.error("The job failed", e);
            return stop.getCount() == 0 ? 0 : fail("The job could not run: " + e);
        } finally {
            stopped.countDown();
        }
    }

    /** Says when the job runs, and returns when it is to stop or has ended. */
    private static void watch(EmbeddedJob job, CountDownLatch stop) throws Exception {
        boolean ready = false;
        while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!ready && job.isRunning()) {
                ready = true;
                System.out.println("READY metrics=" + job.metricsAddress());
                System.out.flush();
            }
            if (job.hasEnded()) {
                return;
            }
        }
    }

    private static void stopOnSignal(CountDownLatch stop, CountDownLatch stopped) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            try {
                                if (stopped.await(60, TimeUnit.SECONDS)) {
                                    // Otherwise the code would tell of the signal.
                                    Runtime.getRuntime().halt(0);
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop-on-signal"));
    }

    private static void stopOnEndOfInput(CountDownLatch stop) {
        Thread reader = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Only the end matters.
                        }
                    } catch (IOException e) {
                        LOG.debug("standard input is gone", e);
                    }
                    stop.countDown();
                },
                "stop-on-end-of-input");
        reader.setDaemon(true);
        reader.start();
    }

    private static int fail(String sentence) {
        System.err.println("stackhouse-streamer: " + sentence);
        return 1;
    }
}
