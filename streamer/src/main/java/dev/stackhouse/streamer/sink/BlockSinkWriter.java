package dev.stackhouse.streamer.sink;

import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.EncodedBlock;
import dev.stackhouse.streamer.partial.Declaration;
import dev.stackhouse.streamer.partial.Dictionary;
import dev.stackhouse.streamer.partial.Event;
import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.StoreRows;
import dev.stackhouse.streamer.partial.WindowPart;
import dev.stackhouse.streamer.partial.WindowRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Encodes rows into blocks until the next checkpoint. */
final class BlockSinkWriter implements CommittingSinkWriter<StoreRows, EncodedBlock> {
    private final long blockBytes;
    private final BlockEncoder encoder = new BlockEncoder();
    private List<EncodedBlock> full = new ArrayList<>();

    BlockSinkWriter(long blockBytes) {
        this.blockBytes = blockBytes;
    }

    @Override
    public void write(StoreRows rows, Context context) {
        if (rows instanceof WindowRows window) {
            encode(window.instance(), window.window());
        } else if (rows instanceof Dictionary dictionary) {
            encode(dictionary);
        } else if (rows instanceof Declaration declaration) {
            encode(declaration);
        }
        if (encoder.bytes() >= blockBytes) {
            full.add(encoder.finish(token()));
        }
    }

    private void encode(Instance instance, WindowPart window) {
        String service = instance.service();
        long start = window.startMillis();
        if (window.samples().size() > 0) {
            // Of a rejected batch there are only books, and perhaps no labels.
            encoder.instance(service, instance.id(), instance.labels(), start);
        }
        window.samples().forEach((event, high, low, value, count) -> {
            String name = Event.name(event);
            long left = count;
            for (; left > BlockEncoder.LARGEST_COUNT; left -= BlockEncoder.LARGEST_COUNT) {
                encoder.sample(service, name, instance.id(), start, high, low, 0, BlockEncoder.LARGEST_COUNT);
            }
            encoder.sample(service, name, instance.id(), start, high, low, value, left);
        });
        for (LedgerEntry entry : window.ledger()) {
            encoder.ledger(
                    service,
                    instance.id(),
                    Event.name(entry.event()),
                    start,
                    entry.sequence(),
                    entry.taken(),
                    entry.droppedByReason(),
                    entry.arrival().format(),
                    entry.arrival().last(),
                    entry.arrival().millis());
        }
    }

    private void encode(Dictionary dictionary) {
        for (Dictionary.FrameRow frame : dictionary.frames()) {
            encoder.frame(frame.id(), frame.className(), frame.methodName(), frame.line(), frame.type());
        }
        for (Dictionary.StackRow stack : dictionary.stacks()) {
            encoder.stack(dictionary.service(), stack.high(), stack.low(), stack.frameIds());
        }
    }

    private void encode(Declaration declaration) {
        String service = declaration.service();
        String instance = declaration.instance();
        if (!declaration.facts().isEmpty()) {
            encoder.facts(service, instance, declaration.facts(), declaration.sinceMillis());
        }
        Declaration.Rates rates = declaration.rates();
        if (rates != null) {
            SortedMap<String, Long> intervals = new TreeMap<>();
            SortedMap<String, Integer> slowed = new TreeMap<>();
            for (Declaration.Rate rate : rates.events()) {
                intervals.put(Event.name(rate.event()), rate.interval());
                if (rate.slowed() > 1) {
                    slowed.put(Event.name(rate.event()), rate.slowed());
                }
            }
            encoder.rates(
                    service,
                    instance,
                    declaration.sinceMillis(),
                    declaration.sequence(),
                    intervals,
                    slowed,
                    rates.policy());
        }
    }

    @Override
    public void flush(boolean endOfInput) {
        // Blocks leave with the checkpoint.
    }

    @Override
    public Collection<EncodedBlock> prepareCommit() {
        if (encoder.bytes() > 0) {
            full.add(encoder.finish(token()));
        }
        List<EncodedBlock> blocks = full;
        full = new ArrayList<>();
        return blocks;
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {}
}
