package dev.stackhouse.collector.policy;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.budget.OwnThreads;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for new policies from time to time. A topic that is not there is normal, and looked for more seldom. That Kafka is away is
 * said by who publishes; what else fails is said once, and tried again more seldom. One daemon thread.
 */
public final class PolicyWatch {
    private static final String SUBJECT = "policies";
    private static final long INTERVAL_MILLIS = 10_000;
    private static final long WITHOUT_TOPIC_MILLIS = 60_000;
    /** Classes are loaded while there is memory for it, but not while the application starts. */
    private static final long FIRST_MILLIS = 2_000;

    private final String brokers;
    private final String topic;
    private final String clientId;
    private final PolicyBoard board;
    private final Thread thread = OwnThreads.daemon(this::run, "stackhouse-policy");
    private volatile boolean ending;
    private @Nullable PolicyReader reader;

    public PolicyWatch(String brokers, String topic, String clientId, PolicyBoard board) {
        this.brokers = brokers;
        this.topic = topic;
        this.clientId = clientId;
        this.board = board;
    }

    public void start() {
        // Kafka finds its own classes through it.
        thread.setContextClassLoader(PolicyWatch.class.getClassLoader());
        thread.start();
    }

    /** Ends it, without waiting for it. */
    public void stop() {
        ending = true;
        thread.interrupt();
    }

    private void run() {
        long sleepMillis = FIRST_MILLIS;
        while (!ending) {
            try {
                TimeUnit.MILLISECONDS.sleep(sleepMillis);
                sleepMillis = INTERVAL_MILLIS;
                if (!read()) {
                    sleepMillis = WITHOUT_TOPIC_MILLIS;
                }
            } catch (InterruptedException e) {
                // It may be the end; the loop looks.
            } catch (Throwable e) {
                sleepMillis = WITHOUT_TOPIC_MILLIS;
                if (!ending) {
                    Notices.say(SUBJECT, "policies cannot be read: ", e);
                }
            }
        }
        closeReader();
    }

    private boolean read() {
        PolicyReader current = reader;
        try {
            if (current == null) {
                current = new PolicyReader(brokers, topic, clientId, board);
                reader = current;
            }
            boolean there = current.read();
            Notices.forget(SUBJECT);
            return there;
        } catch (TimeoutException e) {
            // It connects again by itself.
            return true;
        } catch (RuntimeException | Error e) {
            closeReader();
            throw e;
        }
    }

    private void closeReader() {
        PolicyReader current = reader;
        reader = null;
        if (current != null) {
            // Interrupted, it would not close at all.
            Thread.interrupted();
            try {
                current.close();
            } catch (RuntimeException e) {
                // It is given up either way.
            }
        }
    }
}
