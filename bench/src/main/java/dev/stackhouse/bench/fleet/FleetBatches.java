package dev.stackhouse.bench.fleet;

import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Batches as the collectors of a service of the fleet would publish them, the same for the same calls. Not thread-safe. */
public final class FleetBatches {
    public static final long WINDOW_MILLIS = 10_000;

    private final FleetService service;
    private final List<String> events;
    private final long deployMillis;
    private final WindowSamples samples = new WindowSamples();
    private final Map<String, Long> sequences = new HashMap<>();

    /**
     * @param events what is sampled
     * @param deployMillis how long a version lives
     */
    public FleetBatches(FleetService service, List<String> events, long deployMillis) {
        this.service = service;
        this.events = List.copyOf(events);
        this.deployMillis = deployMillis;
    }

    /**
     * The next batch of an instance, for one 10 s window.
     *
     * @param number of the instance, from 0
     * @param startMillis on a window boundary
     */
    public StackBatch batch(int number, long startMillis) {
        FleetInstance instance = FleetInstance.at(service.name(), number, startMillis, deployMillis);
        StackBatch.Builder batch = StackBatch.newBuilder()
                .setService(service.name())
                .setInstanceId(instance.id())
                .setSequence(sequences.merge(instance.id(), 1L, Long::sum))
                .setStartUnixMillis(startMillis)
                .setEndUnixMillis(startMillis + WINDOW_MILLIS);
        instance.labels()
                .forEach((name, value) ->
                        batch.addLabels(Label.newBuilder().setName(name).setValue(value)));
        Dictionary dictionary = new Dictionary();
        Ledger.Builder ledger = Ledger.newBuilder();
        for (String event : events) {
            EventType type = EventType.valueOf("EVENT_TYPE_" + event.toUpperCase(Locale.ROOT));
            service.sample(event, number, startMillis, samples);
            for (int i = 0; i < samples.size(); i++) {
                batch.addSamples(Sample.newBuilder()
                        .setStackIndex(dictionary.stack(samples.stack(i)))
                        .setEvent(type)
                        .setValue(samples.value(i))
                        .setCount(samples.count(i)));
            }
            ledger.addEvents(EventLedger.newBuilder().setEvent(type).setSamplesTaken(samples.samples()));
        }
        DictionaryCodec.seal(batch.setLedger(ledger), dictionary.build());
        return batch.build();
    }

    private final class Dictionary {
        private final List<Frame> frameMessages = new ArrayList<>();
        private final List<Stack> stackMessages = new ArrayList<>();
        private final Map<String, Integer> strings = new LinkedHashMap<>(Map.of("", 0));
        private final Map<SyntheticFrame, Integer> frames = new HashMap<>();
        private final Map<Integer, Integer> stacks = new HashMap<>();

        StackDictionary build() {
            return new StackDictionary(List.copyOf(strings.keySet()), frameMessages, stackMessages);
        }

        int stack(int number) {
            Integer known = stacks.get(number);
            if (known != null) {
                return known;
            }
            List<Integer> frameIndexes = new ArrayList<>();
            service.stack(number).forEach(frame -> frameIndexes.add(frame(frame)));
            stackMessages.add(
                    Stack.newBuilder().addAllFrameIndexes(frameIndexes).build());
            stacks.put(number, stacks.size());
            return stacks.size() - 1;
        }

        private int frame(SyntheticFrame frame) {
            Integer known = frames.get(frame);
            if (known != null) {
                return known;
            }
            frameMessages.add(Frame.newBuilder()
                    .setClassIndex(string(frame.className()))
                    .setMethodIndex(string(frame.methodName()))
                    .setLine(frame.line())
                    .setTypeValue(frame.type())
                    .build());
            frames.put(frame, frames.size());
            return frames.size() - 1;
        }

        private int string(String value) {
            Integer known = strings.putIfAbsent(value, strings.size());
            return known == null ? strings.size() - 1 : known;
        }
    }
}
