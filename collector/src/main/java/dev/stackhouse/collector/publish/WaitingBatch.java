package dev.stackhouse.collector.publish;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A numbered batch that Kafka has not acknowledged: in memory, in a file of the spool, or in both. Guarded by its queue. */
final class WaitingBatch {
    final String instance;
    final long sequence;
    /** Samples that go with it if it is lost; 0 where not known. */
    final long samples;

    byte @Nullable [] message;

    @Nullable
    Path file;

    long fileBytes;
    /** Whether only its books are left. */
    boolean emptied;
    /** Tries that failed for a reason that may be in the batch itself. */
    int failures;

    WaitingBatch(String instance, long sequence, long samples) {
        this.instance = instance;
        this.sequence = sequence;
        this.samples = samples;
    }

    long memoryBytes() {
        return message == null ? 0 : message.length;
    }
}
