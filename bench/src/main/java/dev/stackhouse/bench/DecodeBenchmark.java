package dev.stackhouse.bench;

import com.github.luben.zstd.Zstd;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.bench.fleet.FleetBatches;
import dev.stackhouse.bench.fleet.SimulatedService;
import dev.stackhouse.bench.fleet.SyntheticService;
import dev.stackhouse.proto.batch.v1.BatchDictionary;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.decode.BatchDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What decoding a batch takes on one core, in this process alone: generic protobuf parsing, and the job's decoder on batches whose
 * stacks it knows, on batches with one stack that it does not know, and on batches of format 1.
 */
final class DecodeBenchmark implements Benchmark {
    private static final int BATCHES = 300;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 9;
    /** Of about 400 stacks. */
    private static final int SAMPLES = 650;

    /** Returns what comes of it, so that none of it can be left out. */
    private interface Decoding {
        Object decode(byte[] batch) throws Exception;
    }

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public String description() {
        return "ms to decode a batch: generic protobuf parsing, and the job's decoder";
    }

    @Override
    public Report run() throws Exception {
        long nowMillis = System.currentTimeMillis();
        List<StackBatch> batches = batches(nowMillis / FleetBatches.WINDOW_MILLIS * FleetBatches.WINDOW_MILLIS);
        List<byte[]> sealed = batches.stream().map(StackBatch::toByteArray).toList();
        List<byte[]> plain = new ArrayList<>();
        for (StackBatch batch : batches) {
            plain.add(plain(batch).toByteArray());
        }
        double generic = median(round -> sealed, message -> {
            byte[] dictionary = StackBatch.parseFrom(message).getDictionary().toByteArray();
            return BatchDictionary.parseFrom(DictionaryCodec.decompress(dictionary, 0, dictionary.length));
        });
        double genericPlain = median(round -> plain, StackBatch::parseFrom);
        BatchDecoder decoder = new BatchDecoder(Duration.ofDays(400), 1 << 20);
        double ofPlain = median(round -> plain, message -> decoder.decode(message, nowMillis));
        double known = median(round -> sealed, message -> decoder.decode(message, nowMillis));
        double oneNew = median(round -> withNewStacks(batches, round), message -> decoder.decode(message, nowMillis));
        double stacks = 0;
        for (StackBatch batch : batches) {
            stacks += batch.getStackIds().size() / (double) DictionaryCodec.ID_BYTES;
        }
        return new Report(name())
                .add("stacks a batch", stacks / batches.size())
                .add("bytes a batch, format 1 before compression", mean(plain))
                .add("bytes a batch, format 1 compressed with zstd", mean(compressed(plain)))
                .add("bytes a batch, format 2", mean(sealed))
                .add("ms, generic parsing of format 1", genericPlain)
                .add("ms, generic parsing of format 2 and its dictionary", generic)
                .add("ms, decoding format 1", ofPlain)
                .add("ms, decoding format 2 with one new stack", oneNew)
                .add("ms, decoding format 2 with known stacks", known)
                .add("times faster than generic parsing, one new stack", generic / oneNew)
                .add("times faster than generic parsing, known stacks", generic / known);
    }

    private static List<StackBatch> batches(long startMillis) {
        SyntheticService tree = SyntheticService.grow("checkout", StoreBenchmark.DISTINCT_STACKS);
        FleetBatches fleet = new FleetBatches(
                new SimulatedService(tree, SAMPLES, StoreBenchmark.RARE_SHARE),
                List.of("cpu"),
                StoreBenchmark.HOUR_MILLIS);
        List<StackBatch> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(fleet.batch(i, startMillis));
        }
        return batches;
    }

    private static StackBatch plain(StackBatch batch) throws Exception {
        StackDictionary dictionary = DictionaryCodec.open(batch);
        return batch.toBuilder()
                .setFormatVersion(1)
                .clearStackIds()
                .clearDictionary()
                .addAllStrings(dictionary.strings())
                .addAllFrames(dictionary.frames())
                .addAllStacks(dictionary.stacks())
                .build();
    }

    /** One stack more in each batch, of a line that no other batch has. */
    private static List<byte[]> withNewStacks(List<StackBatch> batches, int round) throws Exception {
        List<byte[]> changed = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            StackBatch.Builder batch = batches.get(i).toBuilder();
            StackDictionary known = DictionaryCodec.open(batches.get(i));
            List<Frame> frames = new ArrayList<>(known.frames());
            List<Stack> stacks = new ArrayList<>(known.stacks());
            frames.add(frames.get(0).toBuilder()
                    .setLine(1_000_000 + (round + WARM_UP) * BATCHES + i)
                    .build());
            stacks.add(
                    stacks.get(0).toBuilder().addFrameIndexes(frames.size() - 1).build());
            batch.addSamples(batch.getSamples(0).toBuilder().setStackIndex(stacks.size() - 1));
            DictionaryCodec.seal(batch, new StackDictionary(known.strings(), frames, stacks));
            changed.add(batch.build().toByteArray());
        }
        return changed;
    }

    private interface Round {
        List<byte[]> messages(int round) throws Exception;
    }

    /** Milliseconds a batch, the median of several rounds. */
    private static double median(Round messages, Decoding decoding) throws Exception {
        double[] millis = new double[ROUNDS];
        int results = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            List<byte[]> batches = messages.messages(round);
            long before = System.nanoTime();
            for (byte[] batch : batches) {
                results += System.identityHashCode(decoding.decode(batch)) & 1;
            }
            if (round >= 0) {
                millis[round] = (System.nanoTime() - before) / 1e6 / batches.size();
            }
        }
        if (results < 0) {
            throw new IllegalStateException();
        }
        return Quantiles.of(millis).at(0.5);
    }

    private static List<byte[]> compressed(List<byte[]> messages) {
        return messages.stream().map(Zstd::compress).toList();
    }

    private static long mean(List<byte[]> messages) {
        return messages.stream().mapToLong(message -> message.length).sum() / messages.size();
    }
}
