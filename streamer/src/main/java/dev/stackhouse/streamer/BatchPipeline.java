package dev.stackhouse.streamer;

import dev.stackhouse.streamer.deadletter.DeadLetter;
import dev.stackhouse.streamer.decode.DecodeFunction;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.PartialSerializer;
import dev.stackhouse.streamer.partial.StoreRows;
import dev.stackhouse.streamer.partial.StoreRowsSerializer;
import dev.stackhouse.streamer.source.RawBatch;
import dev.stackhouse.streamer.source.RawBatchSerializer;
import dev.stackhouse.streamer.window.WindowFunction;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The graph of the job: source, decode (chained), by instance, window, store; and what cannot be decoded, aside. The names
 * given by {@code uid} tie operators to their state in checkpoints and never change.
 */
public final class BatchPipeline {
    private final Source<RawBatch, ?, ?> source;
    private final Sink<StoreRows> store;
    private final Sink<DeadLetter> deadLetters;

    public BatchPipeline(Source<RawBatch, ?, ?> source, Sink<StoreRows> store, Sink<DeadLetter> deadLetters) {
        this.source = source;
        this.store = store;
        this.deadLetters = deadLetters;
    }

    /**
     * Adds the graph to an environment.
     *
     * @param retention age from which batches are rejected
     * @param patience silence after which the windows of an instance are stored
     * @param memory silence after which an instance is forgotten
     * @param recentStacks dictionary rows that a subtask remembers
     */
    public void addTo(
            StreamExecutionEnvironment environment,
            Duration retention,
            Duration patience,
            Duration memory,
            int recentStacks) {
        SingleOutputStreamOperator<Partial> partials = environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "batches", RawBatchSerializer.TYPE)
                .uid("batches")
                .process(new DecodeFunction(retention, recentStacks), PartialSerializer.TYPE)
                .name("decode")
                .uid("decode");
        partials.getSideOutput(DecodeFunction.DEAD_LETTERS)
                .sinkTo(deadLetters)
                .name("dead letters")
                .uid("dead-letters");
        partials.keyBy(partial -> partial.instance().key(), Types.STRING)
                .process(new WindowFunction(patience, memory), StoreRowsSerializer.TYPE)
                .name("window")
                .uid("window")
                .sinkTo(store)
                .name("store")
                .uid("store");
    }
}
