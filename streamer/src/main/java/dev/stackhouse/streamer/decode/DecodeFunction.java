package dev.stackhouse.streamer.decode;

import dev.stackhouse.streamer.deadletter.DeadLetter;
import dev.stackhouse.streamer.deadletter.DeadLetterSerializer;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.source.RawBatch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Phase one: a batch to its parts of windows; chained to the source, without state in checkpoints. What cannot be used goes
 * to {@link #DEAD_LETTERS} and is counted by reason ({@code rejected.TOO_OLD}, ...); its samples are declared dropped.
 */
public final class DecodeFunction extends ProcessFunction<RawBatch, Partial> {
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetterSerializer.TYPE);

    private static final long serialVersionUID = 1L;

    private final Duration retention;
    private final int recentStacks;
    private transient @Nullable BatchDecoder decoder;
    private transient @Nullable Map<RejectReason, Counter> rejected;

    /** The parameters of {@link BatchDecoder}. */
    public DecodeFunction(Duration retention, int recentStacks) {
        this.retention = retention;
        this.recentStacks = recentStacks;
    }

    @Override
    public void open(OpenContext context) {
        decoder = new BatchDecoder(retention, recentStacks);
        rejected = new EnumMap<>(RejectReason.class);
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("rejected");
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, group.counter(reason.name()));
        }
    }

    @Override
    public void processElement(RawBatch batch, Context context, Collector<Partial> out) {
        BatchDecoder opened = opened(decoder);
        long nowMillis = context.timerService().currentProcessingTime();
        try {
            Partial partial = opened.decode(batch.value(), nowMillis);
            out.collect(batch.replayed() ? partial.asReplay() : partial);
        } catch (RejectedException e) {
            opened(opened(rejected).get(e.reason())).inc();
            context.output(DEAD_LETTERS, new DeadLetter(batch, e.reason().name(), String.valueOf(e.getMessage())));
            Partial books = opened.booksOfRejected(nowMillis);
            if (books != null) {
                out.collect(books);
            }
        }
    }

    private static <T> T opened(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not opened");
        }
        return value;
    }
}
