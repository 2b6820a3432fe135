package dev.stackhouse.streamer.decode;

import dev.stackhouse.streamer.deadletter.DeadLetter;
import dev.stackhouse.streamer.deadletter.DeadLetterSerializer;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.source.RawBatch;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Phase one: a batch to its parts of windows; chained to the source, without state in checkpoints. What cannot be used goes
 * to {@link #DEAD_LETTERS} and is counted by reason; its samples are declared dropped.
 */
public final class DecodeFunction extends ProcessFunction<RawBatch, Partial> {
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetterSerializer.TYPE);

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeFunction.class);

    private final Duration retention;
    private final int recentStacks;
    private transient @Nullable BatchDecoder decoder;
    private transient @Nullable DecodeMetrics metrics;
    private transient @Nullable RejectionLog rejections;

    /** The parameters of {@link BatchDecoder}. */
    public DecodeFunction(Duration retention, int recentStacks) {
        this.retention = retention;
        this.recentStacks = recentStacks;
    }

    @Override
    public void open(OpenContext context) {
        decoder = new BatchDecoder(retention, recentStacks);
        metrics = new DecodeMetrics(getRuntimeContext().getMetricGroup());
        rejections = new RejectionLog(LOG::warn);
    }

    @Override
    public void processElement(RawBatch batch, Context context, Collector<Partial> out) {
        BatchDecoder opened = opened(decoder);
        long nowMillis = context.timerService().currentProcessingTime();
        DecodeMetrics figures = opened(metrics);
        figures.arrived();
        try {
            Partial partial = opened.decode(batch.value(), nowMillis);
            figures.opened(opened.opened());
            figures.accepted(opened.startMillis(), partial.endMillis(), nowMillis);
            if (opened.slowed()) {
                figures.slowed();
            }
            out.collect(batch.replayed() ? partial.asReplay() : partial);
        } catch (RejectedException e) {
            figures.rejected(e.reason());
            opened(rejections).rejected(e, batch, nowMillis);
            context.output(DEAD_LETTERS, new DeadLetter(batch, e.reason().name(), String.valueOf(e.getMessage())));
            Partial books = opened.booksOfRejected(nowMillis);
            if (books != null) {
                out.collect(books);
            }
        }
    }

    @Override
    public void close() {
        if (rejections != null) {
            rejections.close();
        }
    }

    private static <T> T opened(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not opened");
        }
        return value;
    }
}
