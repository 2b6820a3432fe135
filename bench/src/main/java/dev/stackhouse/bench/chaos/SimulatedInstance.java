package dev.stackhouse.bench.chaos;

import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One simulated JVM, of a collector of this version or of an older one: makes batches of random content and knows what was in them. Not thread-safe. */
final class SimulatedInstance {
    static final String SERVICE = "simulated";

    /** What an instance made of an event. */
    static final class Made {
        long kept;
        long dropped;
        long keptValue;
    }

    private static final int STACKS = 12;
    private static final int DEPTH = 6;
    private static final int METHODS = 40;
    private static final long WINDOW_MILLIS = 10_000;

    private final String id;
    private final boolean older;
    private final Random random;
    private final Map<EventType, Made> made = new EnumMap<>(EventType.class);
    private long sequence;
    private Duration clockError = Duration.ZERO;

    /**
     * An instance that has made nothing.
     *
     * @param older whether its batches are of format 1
     */
    SimulatedInstance(String id, boolean older, Random random) {
        this.id = id;
        this.older = older;
        this.random = random;
    }

    String id() {
        return id;
    }

    /** From now on its clock is wrong by so much. */
    void setClockError(Duration error) {
        clockError = error;
    }

    Map<EventType, Made> made() {
        return made;
    }

    /** The next batch, of the 10 s before the moment at the earliest. */
    StackBatch batch(long nowMillis, Duration age) {
        long endMillis = nowMillis + clockError.toMillis() - age.toMillis();
        long startMillis = endMillis - random.nextLong(WINDOW_MILLIS);
        long windows = (endMillis - 1) / WINDOW_MILLIS - startMillis / WINDOW_MILLIS + 1;
        StackBatch.Builder batch = StackBatch.newBuilder()
                .setFormatVersion(1)
                .setService(SERVICE)
                .setInstanceId(id)
                .addLabels(Label.newBuilder().setName("version").setValue("1"))
                .setSequence(++sequence)
                .setStartUnixMillis(startMillis)
                .setEndUnixMillis(Math.max(endMillis, startMillis + 1));
        List<String> strings = new ArrayList<>(List.of("", "chaos.Service", "worker-#"));
        List<Frame> frames = new ArrayList<>();
        List<Stack> stacks = new ArrayList<>();
        for (int method = 0; method < METHODS; method++) {
            strings.add("method" + method);
            frames.add(Frame.newBuilder()
                    .setClassIndex(1)
                    .setMethodIndex(method + 3)
                    .setLine(method)
                    .setType(FrameType.FRAME_TYPE_JIT_COMPILED)
                    .build());
        }
        for (int stack = 0; stack < STACKS; stack++) {
            Stack.Builder message = Stack.newBuilder();
            for (int depth = 0; depth < DEPTH; depth++) {
                message.addFrameIndexes(random.nextInt(METHODS));
            }
            stacks.add(message.build());
        }
        Ledger.Builder ledger = Ledger.newBuilder();
        for (EventType event : new EventType[] {EventType.EVENT_TYPE_CPU, EventType.EVENT_TYPE_ALLOC}) {
            Made ofEvent = made.computeIfAbsent(event, e -> new Made());
            long kept = 0;
            for (int stack = 0; stack < STACKS; stack++) {
                long count = random.nextLong(1, 20);
                long value = count * random.nextLong(1, 1_000);
                batch.addSamples(Sample.newBuilder()
                        .setStackIndex(stack)
                        .setEvent(event)
                        .setCount(count)
                        .setValue(value)
                        .setThreadNameIndex(older && random.nextBoolean() ? 2 : 0)
                        .setWindowIndex((int) random.nextLong(Math.max(1, windows))));
                kept += count;
                ofEvent.keptValue += value;
            }
            long dropped = random.nextInt(3);
            ledger.addEvents(EventLedger.newBuilder()
                    .setEvent(event)
                    .setSamplesTaken(kept + dropped)
                    .addDropped(DroppedSamples.newBuilder()
                            .setReason(DropReason.DROP_REASON_STACK_LIMIT)
                            .setSamples(dropped)));
            ofEvent.kept += kept;
            ofEvent.dropped += dropped;
        }
        if (older) {
            batch.addAllStrings(strings).addAllFrames(frames).addAllStacks(stacks);
        } else {
            DictionaryCodec.seal(batch, new StackDictionary(strings, frames, stacks));
        }
        return batch.setLedger(ledger).build();
    }
}
