package dev.stackhouse.collector;

import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.publish.BatchQueue;
import dev.stackhouse.collector.sampling.Recorder;
import dev.stackhouse.collector.sampling.Recording;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Cuts the recording just after each multiple of the interval, so that a batch ends where a window ends, and turns it into
 * batches. One daemon thread.
 */
final class IntervalLoop {
    private static final String SUBJECT = "recording";

    private final Recorder recorder;
    private final BatchBuilder builder;
    private final BatchQueue queue;
    private final long intervalMillis;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "stackhouse-collector");
    private volatile boolean ending;

    IntervalLoop(Recorder recorder, BatchBuilder builder, BatchQueue queue, Duration interval, Clock clock) {
        this.recorder = recorder;
        this.builder = builder;
        this.queue = queue;
        this.intervalMillis = interval.toMillis();
        this.clock = clock;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops sampling and queues what was recorded since the last cut. */
    void finish() {
        ending = true;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            offer(recorder.stop());
        } catch (IOException | RuntimeException e) {
            Notices.say(SUBJECT, "the last interval could not be read: " + e.getMessage());
        }
    }

    private void run() {
        while (!ending) {
            try {
                long nowMillis = clock.millis();
                Thread.sleep(intervalMillis - Math.floorMod(nowMillis, intervalMillis) + 1);
                offer(recorder.cut());
                Notices.forget(SUBJECT);
            } catch (InterruptedException e) {
                if (ending) {
                    return;
                }
            } catch (IOException | RuntimeException e) {
                Notices.say(SUBJECT, "an interval could not be recorded: " + e.getMessage());
            }
        }
    }

    private void offer(List<Recording> recordings) {
        for (Recording recording : recordings) {
            builder.build(recording).forEach(queue::offer);
        }
    }
}
