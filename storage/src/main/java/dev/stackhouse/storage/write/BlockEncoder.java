package dev.stackhouse.storage.write;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects rows for every table and encodes them as they come. Not thread-safe. */
public final class BlockEncoder {
    /** A row holds a count of 32 bits. */
    public static final long LARGEST_COUNT = 0xFFFF_FFFFL;

    private final Map<Table, RowBuffer> buffers = new EnumMap<>(Table.class);
    private final RowBuffer frames = buffer(Table.FRAMES);
    private final RowBuffer stacks = buffer(Table.STACKS);
    private final RowBuffer instances = buffer(Table.INSTANCES);
    private final RowBuffer facts = buffer(Table.FACTS);
    private final RowBuffer rates = buffer(Table.RATES);
    private final RowBuffer incoming = buffer(Table.INCOMING);
    private final RowBuffer ledger = buffer(Table.LEDGER_WITH_ARRIVAL);
    private final Map<String, String> versionByInstance = new HashMap<>();
    /** Samples of the window that is being told, by event; the columns are used again for the next one. */
    private final Map<String, WindowColumns> open = new LinkedHashMap<>();

    private String openService = "";
    private String openInstance = "";
    private long openStartMillis;
    private String openEvent = "";
    private WindowColumns openColumns = new WindowColumns();
    private long openSamples;

    private RowBuffer buffer(Table table) {
        return buffers.computeIfAbsent(table, RowBuffer::new);
    }

    /**
     * Adds samples of one stack and event in one window of one instance; those of a window are best told together. The labels of the instance are told first, by
     * {@link #instance}, in the same block: its version is stored beside the totals.
     *
     * @param event "cpu", "alloc", ...
     * @param windowStartMillis start of the 10 s window, since the Unix epoch
     * @param stackHigh high 64 bits of the stack's identity
     * @param stackLow low 64 bits of the stack's identity
     * @param value sum of weights, in the event's unit
     * @param count number of samples, 1 to {@link #LARGEST_COUNT}
     */
    public void sample(
            String service,
            String event,
            String instance,
            long windowStartMillis,
            long stackHigh,
            long stackLow,
            long value,
            long count) {
        if (count < 1 || count > LARGEST_COUNT) {
            throw new IllegalArgumentException(count + " samples of a stack; must be from 1 to " + LARGEST_COUNT);
        }
        if (windowStartMillis != openStartMillis || !instance.equals(openInstance) || !service.equals(openService)) {
            writeOpen();
            openService = service;
            openInstance = instance;
            openStartMillis = windowStartMillis;
        }
        if (!event.equals(openEvent)) {
            openEvent = event;
            openColumns = open.computeIfAbsent(event, e -> new WindowColumns());
        }
        openColumns.add(stackHigh, stackLow, value, count);
        openSamples++;
    }

    private void writeOpen() {
        open.forEach((event, columns) -> columns.writeTo(incoming, row -> {
            row.string(openService);
            row.string(event);
            row.string(openInstance);
            row.string(versionByInstance.getOrDefault(openInstance, ""));
            row.uint32(openStartMillis / 1000);
        }));
        openSamples = 0;
    }

    /**
     * Adds a stack to the dictionary; adding it again is harmless.
     *
     * @param frameIds root first
     */
    public void stack(String service, long stackHigh, long stackLow, long[] frameIds) {
        stacks.string(service);
        stacks.uint64(stackLow);
        stacks.uint64(stackHigh);
        stacks.length(frameIds.length);
        for (long frameId : frameIds) {
            stacks.uint64(frameId);
        }
        stacks.endRow();
    }

    /**
     * Adds a frame to the dictionary; adding it again is harmless.
     *
     * @param line source line, or 0
     * @param type number of {@code stackhouse.batch.v1.FrameType}
     */
    public void frame(long frameId, String className, String methodName, int line, int type) {
        frames.uint64(frameId);
        frames.string(className);
        frames.string(methodName);
        frames.uint32(line);
        frames.uint8(type);
        frames.endRow();
    }

    /** Adds an instance and its labels; adding it again moves when it was last seen. */
    public void instance(String service, String instance, Map<String, String> labels, long seenMillis) {
        versionByInstance.put(instance, labels.getOrDefault("version", ""));
        instances.string(service);
        instances.string(instance);
        instances.length(labels.size());
        // One order, because the labels are part of the key.
        new TreeMap<>(labels).forEach((name, value) -> {
            instances.string(name);
            instances.string(value);
        });
        instances.uint32(seenMillis / 1000);
        instances.uint32(seenMillis / 1000);
        instances.endRow();
    }

    /** Adds what an instance says about itself; what it said before is replaced. */
    public void facts(String service, String instance, SortedMap<String, String> valuesByName, long seenMillis) {
        facts.string(service);
        facts.string(instance);
        facts.length(valuesByName.size());
        valuesByName.forEach((name, value) -> {
            facts.string(name);
            facts.string(value);
        });
        facts.uint32(seenMillis / 1000);
        facts.endRow();
    }

    /**
     * Adds the rates at which an instance samples from a batch on, until there are others; adding them again is harmless.
     *
     * @param sequence number of the batch
     * @param intervals by event, in nanoseconds or bytes
     * @param slowed by event: factor by which the collector made the interval longer than was asked for, if it did
     * @param policy that they follow, or empty
     */
    public void rates(
            String service,
            String instance,
            long sinceMillis,
            long sequence,
            SortedMap<String, Long> intervals,
            SortedMap<String, Integer> slowed,
            String policy) {
        rates.string(service);
        rates.string(instance);
        rates.uint32(sinceMillis / 1000);
        rates.uint64(sequence);
        rates.length(intervals.size());
        intervals.forEach((event, interval) -> {
            rates.string(event);
            rates.uint64(interval);
        });
        rates.length(slowed.size());
        slowed.forEach((event, factor) -> {
            rates.string(event);
            rates.uint32(factor);
        });
        rates.string(policy);
        rates.endRow();
    }

    /**
     * Adds what a batch declares for one event and one window.
     *
     * @param sequence number of the batch
     * @param taken samples taken
     * @param droppedByReason number of {@code stackhouse.batch.v1.DropReason} to samples
     */
    public void ledger(
            String service,
            String instance,
            String event,
            long windowStartMillis,
            long sequence,
            long taken,
            Map<Integer, Long> droppedByReason) {
        ledger(service, instance, event, windowStartMillis, sequence, taken, droppedByReason, 0, false, 0);
    }

    /**
     * Adds the same of a batch of which is known how it came.
     *
     * @param format its format_version; 0 where it is not known
     * @param last whether its instance ended in order with it
     * @param arrivedMillis when it came, by the job's clock, since the Unix epoch; 0 where it is not known
     */
    public void ledger(
            String service,
            String instance,
            String event,
            long windowStartMillis,
            long sequence,
            long taken,
            Map<Integer, Long> droppedByReason,
            int format,
            boolean last,
            long arrivedMillis) {
        ledger.string(service);
        ledger.string(instance);
        ledger.string(event);
        ledger.uint32(windowStartMillis / 1000);
        ledger.uint64(sequence);
        ledger.uint64(taken);
        ledger.length(droppedByReason.size());
        droppedByReason.forEach((reason, samplesDropped) -> {
            ledger.uint8(reason);
            ledger.uint64(samplesDropped);
        });
        ledger.uint8(format);
        ledger.uint8(last ? 1 : 0);
        ledger.uint32(arrivedMillis / 1000);
        ledger.endRow();
    }

    /** Bytes collected so far, before compression. */
    public long bytes() {
        return buffers.values().stream().mapToLong(RowBuffer::size).sum() + openSamples * WindowColumns.SAMPLE_BYTES;
    }

    /** Returns the rows collected so far and starts afresh. */
    public EncodedBlock finish(String token) {
        writeOpen();
        versionByInstance.clear();
        List<EncodedBlock.Insert> inserts = new ArrayList<>();
        for (RowBuffer buffer : buffers.values()) {
            inserts.addAll(buffer.drain());
        }
        return new EncodedBlock(token, List.copyOf(inserts));
    }
}
