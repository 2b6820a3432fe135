package dev.stackhouse.collector;

import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.collector.budget.OwnThreads;
import dev.stackhouse.collector.publish.BatchQueue;
import dev.stackhouse.collector.sampling.Recorder;
import dev.stackhouse.collector.sampling.Recording;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the recording just after each multiple of the interval, so that a batch ends where a window ends, and turns it into
 * batches. Whatever fails, also for want of memory, costs what was in its turn at most, which is declared dropped in the next batch. One
 * daemon thread.
 */
final class IntervalLoop {
    private static final String SUBJECT = "recording";
    private static final long FIRST_MILLIS = 1_000;

    private final Recorder recorder;
    private final RateControl rates;
    private final BatchBuilder builder;
    private final BatchQueue queue;
    private final long intervalMillis;
    private final Clock clock;
    private final Thread thread = OwnThreads.daemon(this::run, "stackhouse-collector");
    private final CountDownLatch end = new CountDownLatch(1);

    IntervalLoop(
            Recorder recorder,
            RateControl rates,
            BatchBuilder builder,
            BatchQueue queue,
            Duration interval,
            Clock clock) {
        this.recorder = recorder;
        this.rates = rates;
        this.builder = builder;
        this.queue = queue;
        this.intervalMillis = interval.toMillis();
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    /** Stops sampling and queues what was recorded since the last cut, the last batch of it as the instance's last. */
    void finish() {
        // Not interrupted: a turn that writes a file is left to finish it.
        end.countDown();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            Notices.say(SUBJECT, "the last interval is lost, the recording does not end");
            return;
        }
        try {
            recorder.stop();
        } catch (Throwable e) {
            Notices.say(SUBJECT, "the last interval could not be read: ", e);
        }
        try {
            offerLast();
        } catch (Throwable e) {
            Notices.say(SUBJECT, "the last interval could not be published: ", e);
        }
    }

    private void run() {
        // The first turn is soon: it loads all that a turn needs while there is memory for it. A class that could
        // not be initialised for want of it never can be again.
        long sleepMillis = Math.min(FIRST_MILLIS, intervalMillis);
        boolean ended = false;
        while (!ended) {
            try {
                ended = end.await(sleepMillis, TimeUnit.MILLISECONDS);
                if (!ended) {
                    turn();
                }
            } catch (Throwable e) {
                // What could be said was said; nothing that may fail is done here, where it would end the thread.
            }
            sleepMillis = intervalMillis - Math.floorMod(clock.millis(), intervalMillis) + 1;
        }
    }

    private void turn() {
        boolean whole = true;
        try {
            recorder.cut(rates.next());
        } catch (Throwable e) {
            whole = false;
            Notices.say(SUBJECT, "an interval could not be recorded: ", e);
        }
        for (Recording recording = recorder.take(); recording != null; recording = recorder.take()) {
            rates.sampled(recording);
            whole &= offer(recording, false);
        }
        if (whole) {
            Notices.forget(SUBJECT);
        }
    }

    private void offerLast() {
        Recording recording = recorder.take();
        boolean offered = false;
        while (recording != null) {
            Recording next = recorder.take();
            offered = offer(recording, next == null);
            recording = next;
        }
        if (!offered) {
            offer(Recording.ofNothing(clock.millis()), true);
        }
    }

    /** Whether all of it is in the queue; what is not will be declared dropped in the next batch. */
    private boolean offer(Recording recording, boolean last) {
        List<UnsentBatch> batches;
        try {
            batches = builder.build(recording);
        } catch (Throwable e) {
            builder.giveUp(recording);
            Notices.say(SUBJECT, "an interval could not be published: ", e);
            return false;
        }
        boolean offered = true;
        for (int i = 0; i < batches.size(); i++) {
            try {
                queue.offer(last && i == batches.size() - 1 ? batches.get(i).asLast() : batches.get(i));
            } catch (Throwable e) {
                builder.giveUp(batches.get(i));
                Notices.say(SUBJECT, "an interval could not be published: ", e);
                offered = false;
            }
        }
        return offered;
    }
}
