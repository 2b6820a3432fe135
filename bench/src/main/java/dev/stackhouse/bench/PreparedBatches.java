package dev.stackhouse.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.bench.fleet.FleetBatches;
import dev.stackhouse.bench.fleet.SimulatedService;
import dev.stackhouse.bench.fleet.SyntheticService;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Contents of batches made beforehand, of about 400 stacks of depth 60 each, so that sending many takes no time to make them. */
final class PreparedBatches {
    /** The service that they are of. */
    static final String SERVICE = "checkout";

    private static final int STACKS_A_BATCH = 400;

    private final List<byte[]> bodies = new ArrayList<>();
    private final List<Long> values = new ArrayList<>();
    private double stacks;
    private double frames;

    /** As many different contents; the service is busy enough, at that hour of the day, for so many stacks in each. */
    PreparedBatches(int contents, long startMillis) throws InvalidProtocolBufferException {
        FleetBatches fleet = busyFleet(startMillis);
        for (int i = 0; i < contents; i++) {
            StackBatch batch = fleet.batch(i, startMillis);
            bodies.add(batch.toByteArray());
            values.add(
                    batch.getSamplesList().stream().mapToLong(Sample::getValue).sum());
            List<Stack> ofBatch = DictionaryCodec.open(batch).stacks();
            stacks += ofBatch.size();
            frames += ofBatch.stream().mapToLong(Stack::getFrameIndexesCount).sum();
        }
    }

    private static FleetBatches busyFleet(long startMillis) throws InvalidProtocolBufferException {
        SyntheticService tree = SyntheticService.grow(SERVICE, StoreBenchmark.DISTINCT_STACKS);
        for (int samples = STACKS_A_BATCH; ; samples += 50) {
            FleetBatches batches = new FleetBatches(
                    new SimulatedService(tree, samples, StoreBenchmark.RARE_SHARE),
                    List.of("cpu"),
                    StoreBenchmark.HOUR_MILLIS);
            if (DictionaryCodec.open(batches.batch(0, startMillis)).stacks().size() >= STACKS_A_BATCH) {
                return batches;
            }
        }
    }

    /** Encoded batches as they were made. */
    List<byte[]> bodies() {
        return bodies;
    }

    /**
     * A batch of an instance, with a content that depends on both numbers. Encoded messages one after the other are the encoding of
     * the two merged: the header's fields replace the body's.
     */
    byte[] batch(int instance, long sequence, long startMillis) {
        byte[] body = bodies.get(number(instance, sequence));
        byte[] header = StackBatch.newBuilder()
                .setInstanceId(id(instance))
                .setSequence(sequence)
                .setStartUnixMillis(startMillis)
                .setEndUnixMillis(startMillis + FleetBatches.WINDOW_MILLIS)
                .build()
                .toByteArray();
        byte[] message = Arrays.copyOf(body, body.length + header.length);
        System.arraycopy(header, 0, message, body.length, header.length);
        return message;
    }

    /** Nanoseconds of the samples of such a batch. */
    long valueNanos(int instance, long sequence) {
        return values.get(number(instance, sequence));
    }

    private int number(int instance, long sequence) {
        return (int) ((sequence * 31 + instance) % bodies.size());
    }

    static String id(int instance) {
        return "instance-" + instance;
    }

    void addTo(Report report) {
        report.add("stacks a batch", stacks / bodies.size())
                .add("frames a stack", frames / stacks)
                .add(
                        "bytes a batch",
                        bodies.stream().mapToLong(body -> body.length).sum() / bodies.size());
    }
}
