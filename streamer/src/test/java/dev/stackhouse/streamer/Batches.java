package dev.stackhouse.streamer;

import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Batches as a collector makes them. */
public final class Batches {
    private Batches() {}

    /** A valid batch of 10 s from {@code startMillis} on, without samples. */
    public static StackBatch.Builder empty(String service, String instance, long sequence, long startMillis) {
        return StackBatch.newBuilder()
                .setFormatVersion(1)
                .setService(service)
                .setInstanceId(instance)
                .addLabels(Label.newBuilder().setName("version").setValue("1.0"))
                .setSequence(sequence)
                .setStartUnixMillis(startMillis)
                .setEndUnixMillis(startMillis + 10_000)
                .addStrings("");
    }

    /** A valid batch with random stacks out of a small world, random samples in its windows, and books that balance. */
    public static StackBatch random(Random random, String service, String instance, long sequence, long startMillis) {
        StackBatch.Builder batch = empty(service, instance, sequence, startMillis);
        int methods = 30;
        batch.addStrings("com.example.Klasse");
        for (int i = 0; i < methods; i++) {
            batch.addStrings((i % 5 == 0 ? "größe" : "method") + i);
            batch.addFrames(Frame.newBuilder()
                    .setClassIndex(1)
                    .setMethodIndex(2 + i)
                    .setLine(i)
                    .setType(FrameType.forNumber(1 + i % 7)));
        }
        int stacks = 1 + random.nextInt(20);
        for (int i = 0; i < stacks; i++) {
            Stack.Builder stack = Stack.newBuilder();
            for (int depth = 1 + random.nextInt(40); depth > 0; depth--) {
                stack.addFrameIndexes(random.nextInt(methods));
            }
            batch.addStacks(stack);
        }
        Map<EventType, Long> taken = new TreeMap<>();
        int windows = startMillis % 10_000 == 0 ? 1 : 2;
        for (int i = random.nextInt(60); i >= 0; i--) {
            EventType event = EventType.forNumber(1 + random.nextInt(6));
            long count = 1 + random.nextLong(5);
            taken.merge(event, count, Long::sum);
            batch.addSamples(Sample.newBuilder()
                    .setStackIndex(random.nextInt(stacks))
                    .setEvent(event)
                    .setCount(count)
                    .setValue(count * random.nextLong(1_000_000))
                    .setThreadNameIndex(random.nextInt(4))
                    .setSpanId(random.nextLong())
                    .setWindowIndex(random.nextInt(windows)));
        }
        Ledger.Builder ledger = Ledger.newBuilder();
        taken.forEach((event, count) ->
                ledger.addEvents(EventLedger.newBuilder().setEvent(event).setSamplesTaken(count)));
        return batch.setLedger(ledger)
                .addRates(EventRate.newBuilder()
                        .setEvent(EventType.EVENT_TYPE_CPU)
                        .setInterval(10_000_000L << random.nextInt(3))
                        .setSlowed(random.nextInt(3)))
                .addRates(EventRate.newBuilder()
                        .setEvent(EventType.EVENT_TYPE_ALLOC)
                        .setInterval(524_288))
                .addFacts(Label.newBuilder().setName("jvm.version").setValue("17.0." + random.nextInt(3)))
                .setPolicy(random.nextInt(4) == 0 ? "größer" : "")
                .build();
    }

    /** The same as a batch of format 2. */
    public static StackBatch sealed(StackBatch plain) {
        List<Frame> frames = new ArrayList<>(plain.getFramesList());
        List<Stack> stacks = new ArrayList<>();
        StackBatch.Builder batch =
                plain.toBuilder().clearStrings().clearFrames().clearStacks().clearSamples();
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        for (Sample sample : plain.getSamplesList()) {
            List<Integer> stack =
                    new ArrayList<>(plain.getStacks(sample.getStackIndex()).getFrameIndexesList());
            if (sample.getThreadNameIndex() != 0) {
                frames.add(Frame.newBuilder()
                        .setMethodIndex(sample.getThreadNameIndex())
                        .setType(FrameType.FRAME_TYPE_THREAD)
                        .build());
                stack.add(0, frames.size() - 1);
            }
            int number = numbers.computeIfAbsent(stack, added -> {
                stacks.add(Stack.newBuilder().addAllFrameIndexes(added).build());
                return stacks.size() - 1;
            });
            batch.addSamples(sample.toBuilder().setStackIndex(number).clearThreadNameIndex());
        }
        DictionaryCodec.seal(batch, new StackDictionary(plain.getStringsList(), frames, stacks));
        return batch.build();
    }

    /** Number of samples in a batch. */
    public static long samples(StackBatch batch) {
        return batch.getSamplesList().stream().mapToLong(Sample::getCount).sum();
    }
}
