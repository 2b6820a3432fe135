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

    /** Adds the other's entries. */
    public void add(Books other) {
        other.kept.forEach(this::keep);
        addDropsOf(other);
    }

    /** Adds what the other kept, as dropped for the reason, and what it dropped. */
    public void addAsDropped(Books other, DropReason reason) {
        other.kept.forEach((event, samples) -> drop(event, reason, samples));
        addDropsOf(other);
    }

    private void addDropsOf(Books other) {
        other.dropped.forEach((event, byReason) -> byReason.forEach((reason, samples) -> drop(event, reason, samples)));
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
