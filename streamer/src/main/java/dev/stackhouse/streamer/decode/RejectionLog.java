package dev.stackhouse.streamer.decode;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.streamer.source.RawBatch;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of rejected batches: the first of a reason at once, those that follow in one line a minute at most, with how many there
 * were and the newest as an example. Not thread-safe.
 */
final class RejectionLog {
    private static final long PERIOD_MILLIS = 60_000;

    private static final class Untold {
        private long nextLineMillis;
        private int batches;
        private String example = "";
    }

    private final Consumer<String> lines;
    private final Map<RejectReason, Untold> untold = new EnumMap<>(RejectReason.class);

    RejectionLog(Consumer<String> lines) {
        this.lines = lines;
    }

    void rejected(RejectedException e, RawBatch batch, long nowMillis) {
        Untold reason = untold.computeIfAbsent(e.reason(), unseen -> new Untold());
        reason.batches++;
        reason.example = LogLine.of("")
                .with("partition", batch.partition())
                .with("offset", batch.offset())
                .with("error", String.valueOf(e.getMessage()))
                .toString();
        if (nowMillis >= reason.nextLineMillis) {
            reason.nextLineMillis = nowMillis + PERIOD_MILLIS;
            tell(e.reason(), reason);
        }
    }

    /** Tells what is left to tell. */
    void close() {
        untold.forEach(this::tell);
    }

    private void tell(RejectReason reason, Untold rejected) {
        if (rejected.batches > 0) {
            lines.accept(LogLine.of("Batches were rejected and put into the dead-letter topic.")
                            .with("reason", reason)
                            .with("batches", rejected.batches)
                    + rejected.example);
            rejected.batches = 0;
        }
    }
}
