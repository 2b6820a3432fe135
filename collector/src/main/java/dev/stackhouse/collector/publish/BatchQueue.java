package dev.stackhouse.collector.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.batch.DeclaredDropped;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.proto.batch.v1.DropReason;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Numbers batches and keeps them until Kafka has them: in the spool where there is one, so that they outlive the JVM, and in
 * memory; both bounded in bytes. When a bound is passed the oldest batches give up their samples and declare them dropped, each
 * under its own number. Thread-safe.
 */
public final class BatchQueue implements AutoCloseable {
    private static final String SPOOL = Spool.SUBJECT;
    /** A batch that fails so often for reasons of its own is not tried again. */
    private static final int MOST_FAILURES = 10;

    private final String instance;
    private final long maxMemoryBytes;
    private final long maxSpoolBytes;
    private final @Nullable Spool spool;
    private final Deque<WaitingBatch> batches = new ArrayDeque<>();
    private long sequence;
    private long memoryBytes;
    private long spoolBytes;

    /**
     * A queue that begins with number 1.
     *
     * @param spool null for none
     */
    BatchQueue(String instance, long maxMemoryBytes, long maxSpoolBytes, @Nullable Spool spool) {
        this.instance = instance;
        this.maxMemoryBytes = maxMemoryBytes;
        this.maxSpoolBytes = maxSpoolBytes;
        this.spool = spool;
    }

    /** The queue of an instance, with its place in the spool. Where there is no room on disk, memory has to do. */
    public static BatchQueue open(CollectorConfig config, InstanceIdentity identity) {
        @Nullable Spool spool = null;
        if (config.spoolBytes() > 0) {
            // What was meant for another Kafka is not sent to this one.
            Path directory = config.spoolDirectory()
                    .resolve(Integer.toHexString((config.brokers() + '/' + config.topic()).hashCode()));
            try {
                spool = Spool.open(directory, identity.instanceId());
            } catch (IOException | UnsupportedOperationException e) {
                Notices.say(SPOOL, "no spool on disk, batches wait for Kafka in memory only: " + e.getMessage());
            }
        }
        return new BatchQueue(identity.instanceId(), config.queueBytes(), config.spoolBytes(), spool);
    }

    /** Where files may be left that are of no use after this JVM: whoever adopts what it leaves deletes them. */
    public Path directory() {
        return spool == null ? Paths.get(System.getProperty("java.io.tmpdir")) : spool.ownDirectory();
    }

    /** Adds a batch under the next number; blocks for no longer than a file is written. If this fails there is no such batch. */
    public synchronized void offer(UnsentBatch batch) {
        WaitingBatch waiting =
                new WaitingBatch(instance, sequence + 1, batch.books().kept());
        waiting.message = batch.numbered(sequence + 1);
        batches.addLast(waiting);
        sequence++;
        memoryBytes += waiting.memoryBytes();
        notifyAll();
        try {
            spoolAll();
            enforceBounds();
        } catch (RuntimeException | Error e) {
            // The batch is there all the same; the next one finds this undone.
            Notices.say(SPOOL, "the queue could not be put in order: ", e);
        }
    }

    /** Oldest first; what found the disk full finds it again here once there is room. */
    private void spoolAll() {
        for (WaitingBatch batch : batches) {
            if (batch.file == null && batch.message != null && !write(batch, batch.message)) {
                return;
            }
        }
    }

    /** Takes over what JVMs that have ended left in the spool. */
    synchronized void adopt() {
        if (spool == null) {
            return;
        }
        List<WaitingBatch> adopted = spool.adopt();
        for (int i = adopted.size() - 1; i >= 0; i--) {
            spoolBytes += adopted.get(i).fileBytes;
            batches.addFirst(adopted.get(i));
        }
        enforceBounds();
        notifyAll();
    }

    /** The batch that is next, or null if there is none after so long. It stays until it is {@link #delivered}. */
    synchronized @Nullable WaitingBatch awaitFirst(long patienceMillis) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        long leftMillis = patienceMillis;
        while (batches.isEmpty() && leftMillis > 0) {
            wait(leftMillis);
            leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        }
        return batches.peekFirst();
    }

    /**
     * What to send for a batch, or null if it is lost and was removed.
     *
     * @throws IOException if it cannot be read now
     */
    synchronized byte @Nullable [] message(WaitingBatch batch) throws IOException {
        byte[] message = batch.message;
        try {
            if (message == null && batch.file != null) {
                message = Spool.read(batch.file);
            }
        } catch (IOException e) {
            if (++batch.failures < MOST_FAILURES) {
                throw e;
            }
        }
        if (message == null) {
            Notices.say(
                    SPOOL,
                    "batch " + batch.sequence + " of instance " + batch.instance
                            + " cannot be read and is lost, a gap in its numbers");
            delivered(batch);
        }
        return message;
    }

    /** Kafka has it. */
    synchronized void delivered(WaitingBatch batch) {
        batches.remove(batch);
        setMessage(batch, null);
        deleteFile(batch);
        if (spool != null
                && !batch.instance.equals(instance)
                && batches.stream().noneMatch(other -> other.instance.equals(batch.instance))) {
            spool.releaseIfEmpty(batch.instance);
        }
    }

    /** Kafka will never take it: its number goes to one that declares the loss. */
    synchronized void refused(WaitingBatch batch) {
        if (batch.emptied) {
            Notices.say("Kafka refuses even a batch without samples; it is a gap in the numbers");
            delivered(batch);
        } else {
            empty(batch, DropReason.DROP_REASON_REFUSED);
        }
    }

    /** It could not be sent for a reason that may be in the batch itself. */
    synchronized void failed(WaitingBatch batch) {
        if (++batch.failures >= MOST_FAILURES) {
            batch.failures = 0;
            refused(batch);
        }
    }

    private void enforceBounds() {
        if (!isOverBounds()) {
            return;
        }
        List<WaitingBatch> oldestFirst = new ArrayList<>(batches);
        for (WaitingBatch batch : oldestFirst) {
            if (memoryBytes > maxMemoryBytes && batch.file != null && batch.message != null) {
                setMessage(batch, null);
            }
            if (isTooMuch(batch) && !batch.emptied) {
                empty(batch, DropReason.DROP_REASON_QUEUE_FULL);
            }
        }
        // Kafka was away for weeks: nothing but books is left, and the oldest of them go too.
        for (WaitingBatch batch : oldestFirst) {
            if (isTooMuch(batch) && batch.emptied) {
                Notices.say("no room even for the books of what is dropped; gaps in the numbers show it");
                delivered(batch);
            }
        }
    }

    /** Whether it is where a bound is passed. */
    private boolean isTooMuch(WaitingBatch batch) {
        return batch.file == null ? memoryBytes > maxMemoryBytes : spoolBytes > maxSpoolBytes;
    }

    private boolean isOverBounds() {
        return memoryBytes > maxMemoryBytes || spoolBytes > maxSpoolBytes;
    }

    private void empty(WaitingBatch batch, DropReason reason) {
        byte[] books;
        try {
            byte[] whole = message(batch);
            if (whole == null) {
                return;
            }
            books = DeclaredDropped.of(whole, reason);
        } catch (InvalidProtocolBufferException e) {
            Notices.say(
                    SPOOL,
                    "batch " + batch.sequence + " of instance " + batch.instance
                            + " cannot be read and is lost, a gap in its numbers: " + e.getMessage());
            delivered(batch);
            return;
        } catch (IOException e) {
            Notices.say(SPOOL, "the spool cannot be read now: " + e.getMessage());
            return;
        }
        batch.emptied = true;
        setMessage(batch, books);
        boolean wasSpooled = batch.file != null;
        deleteFile(batch);
        if (wasSpooled && write(batch, books)) {
            setMessage(batch, null);
        }
    }

    private void setMessage(WaitingBatch batch, byte @Nullable [] message) {
        memoryBytes -= batch.memoryBytes();
        batch.message = message;
        memoryBytes += batch.memoryBytes();
    }

    /** Whether the spool has it now. */
    private boolean write(WaitingBatch batch, byte[] message) {
        if (spool == null) {
            return false;
        }
        try {
            spool.write(batch, message);
            spoolBytes += batch.fileBytes;
            Notices.forget(SPOOL);
            return true;
        } catch (IOException e) {
            Notices.say(SPOOL, "the spool cannot be written to, batches wait in memory: " + e.getMessage());
            return false;
        }
    }

    private void deleteFile(WaitingBatch batch) {
        spoolBytes -= batch.fileBytes;
        if (spool != null) {
            spool.delete(batch);
        }
    }

    synchronized boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Samples that end with this JVM unless Kafka takes them before. */
    synchronized long samplesInMemoryOnly() {
        return batches.stream()
                .filter(batch -> batch.file == null)
                .mapToLong(batch -> batch.samples)
                .sum();
    }

    /** Batches that another collector on this machine will find. */
    synchronized long spooled() {
        return batches.stream().filter(batch -> batch.file != null).count();
    }

    /** Leaves what is in the spool to others. */
    @Override
    public synchronized void close() {
        if (spool != null) {
            spool.close();
        }
    }
}
