package dev.stackhouse.collector.batch;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Ledger;
import java.util.EnumMap;
import java.util.Map;

/** Samples taken, kept and dropped, by event: taken = kept + dropped, always. Not thread-safe. */
public final class Books {
    private final Map<EventType, Long> kept = new EnumMap<>(EventType.class);
    private final Map<EventType, Map<DropReason, Long>> dropped = new EnumMap<>(EventType.class);

    public void keep(EventType event, long samples) {
        kept.merge(event, samples, Long::sum);
    }

    public void drop(EventType event, DropReason reason, long samples) {
        dropped.computeIfAbsent(event, e -> new EnumMap<>(DropReason.class)).merge(reason, samples, Long::sum);
    }

    /** Samples kept, of all events. */
    public long kept() {
        return kept.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Samples dropped, of all events. */
    public long dropped() {
        return dropped.values().stream()
                .flatMap(byReason -> byReason.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    public Ledger toLedger() {
        Ledger.Builder ledger = Ledger.newBuilder();
        Map<EventType, Long> events = new EnumMap<>(kept);
        dropped.keySet().forEach(event -> events.putIfAbsent(event, 0L));
        events.forEach((event, samplesKept) -> {
            EventLedger.Builder entry = EventLedger.newBuilder().setEvent(event);
            long taken = samplesKept;
            for (Map.Entry<DropReason, Long> drop :
                    dropped.getOrDefault(event, Map.of()).entrySet()) {
                entry.addDropped(
                        DroppedSamples.newBuilder().setReason(drop.getKey()).setSamples(drop.getValue()));
                taken += drop.getValue();
            }
            ledger.addEvents(entry.setSamplesTaken(taken));
        });
        return ledger.build();
    }
}
