package dev.stackhouse.bench.fleet;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Writes a fleet's windows with the product's own writer, as the job would. Not thread-safe. */
public final class FleetWriter implements AutoCloseable {
    private static final long BLOCK_BYTES = 4_000_000;

    private final BlockWriter writer;
    private final BlockEncoder encoder = new BlockEncoder();
    private final WindowSamples samples = new WindowSamples();
    private final Map<String, BitSet> regularStacksWritten = new HashMap<>();
    private final Set<SyntheticFrame> framesWritten = new HashSet<>();
    private final long deployMillis;
    private long rows;
    private long writeNanos;

    /**
     * @param deployMillis how long a version of a service lives
     */
    public FleetWriter(StoreAddress address, long deployMillis) {
        this.writer = new BlockWriter(address);
        this.deployMillis = deployMillis;
    }

    /**
     * Writes what instances of a service sample from a time to another.
     *
     * @param stepMillis 10 s for every window; half an hour writes one window for each, that weighs as much as all of them
     */
    public void write(FleetService service, int instances, long fromMillis, long toMillis, long stepMillis) {
        for (long window = fromMillis; window < toMillis; window += stepMillis) {
            for (int number = 0; number < instances; number++) {
                FleetInstance instance = FleetInstance.at(service.name(), number, window, deployMillis);
                encoder.instance(service.name(), instance.id(), instance.labels(), window);
                for (String event : service.events()) {
                    service.sample(event, number, window, samples);
                    encode(service, instance, event, window, stepMillis / 10_000);
                }
            }
            if (encoder.bytes() > BLOCK_BYTES) {
                flush();
            }
        }
        flush();
    }

    private void encode(FleetService service, FleetInstance instance, String event, long windowMillis, long weight) {
        for (int i = 0; i < samples.size(); i++) {
            int stack = samples.stack(i);
            long high = stackHigh(service.name(), stack);
            long low = stackLow(service.name(), stack);
            encoder.sample(
                    service.name(),
                    event,
                    instance.id(),
                    windowMillis,
                    high,
                    low,
                    samples.value(i) * weight,
                    samples.count(i) * weight);
            writeStack(service, stack, high, low);
        }
        rows += samples.size();
        encoder.ledger(
                service.name(),
                instance.id(),
                event,
                windowMillis,
                windowMillis / 10_000,
                samples.samples() * weight,
                Map.of());
    }

    /** Once; rare stacks, which never come again, are not remembered. */
    private void writeStack(FleetService service, int stack, long high, long low) {
        if (stack < 1 << 20) {
            BitSet written = regularStacksWritten.computeIfAbsent(service.name(), name -> new BitSet());
            if (written.get(stack)) {
                return;
            }
            written.set(stack);
        }
        List<SyntheticFrame> frames = service.stack(stack);
        long[] frameIds = new long[frames.size()];
        for (int i = 0; i < frameIds.length; i++) {
            SyntheticFrame frame = frames.get(i);
            frameIds[i] = Mix.of(frame.hashCode(), frame.className().hashCode());
            if (framesWritten.add(frame)) {
                encoder.frame(frameIds[i], frame.className(), frame.methodName(), frame.line(), frame.type());
            }
        }
        encoder.stack(service.name(), high, low, frameIds);
    }

    private void flush() {
        long before = System.nanoTime();
        writer.write(encoder.finish(UUID.randomUUID().toString()));
        writeNanos += System.nanoTime() - before;
    }

    static long stackHigh(String service, int stack) {
        return Mix.of(service.hashCode(), stack);
    }

    static long stackLow(String service, int stack) {
        return Mix.of(service.hashCode() + 1L, stack);
    }

    /** Rows (window, instance, stack) written so far. */
    public long rows() {
        return rows;
    }

    /** Time spent in writing them. */
    public long writeNanos() {
        return writeNanos;
    }

    @Override
    public void close() {
        writer.close();
    }
}
