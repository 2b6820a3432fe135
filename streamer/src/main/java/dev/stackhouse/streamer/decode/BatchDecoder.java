package dev.stackhouse.streamer.decode;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.streamer.partial.Dictionary;
import dev.stackhouse.streamer.partial.Event;
import dev.stackhouse.streamer.partial.Instance;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.SampleTable;
import dev.stackhouse.streamer.partial.WindowPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a batch into its part of every window. Three passes: wire to columns, columns against the rules,
 * columns to identities and sums. The dictionary of a batch of format 2 is only read if rows of it are due. Keeps its buffers,
 * and which dictionary rows it gave out lately. Not thread-safe.
 */
public final class BatchDecoder {
    /** Uncompressed size of the largest batch; they are 1 MB compressed. */
    static final int LARGEST_BYTES = 16 << 20;

    /** What they said about themselves is not given out again on the same day. */
    private static final int RECENT_INSTANCES = 20_000;

    private final BatchColumns columns = new BatchColumns();
    private final BatchReader reader = new BatchReader(columns);
    private final BatchRules rules;
    private final Books books = new Books(columns);
    private final DueRows due;
    private final StackIdentities identities;
    private final DueDeclarations declarations;
    private long opened;

    /**
     * @param retention age from which a batch is too old
     * @param recentStacks stacks, and frames, whose rows are not given out again on the same day
     */
    public BatchDecoder(Duration retention, int recentStacks) {
        this.rules = new BatchRules(retention);
        this.due = new DueRows(columns, recentStacks);
        this.identities = new StackIdentities(columns, due);
        this.declarations = new DueDeclarations(columns, RECENT_INSTANCES);
    }

    /**
     * Decodes a batch.
     *
     * @throws RejectedException if it breaks a rule; then {@link #booksOfRejected} may still have its books
     */
    public Partial decode(byte[] batch, long nowMillis) throws RejectedException {
        if (batch.length > LARGEST_BYTES) {
            columns.clear();
            throw new RejectedException(RejectReason.TOO_LARGE, "It has " + batch.length + " bytes.");
        }
        try {
            reader.read(batch);
        } catch (InvalidProtocolBufferException e) {
            columns.clear();
            throw new RejectedException(RejectReason.UNDECODABLE, "Not a batch: " + e.getMessage());
        }
        rules.checkFormat(columns);
        rules.checkSender(columns);
        rules.checkLabels(columns);
        rules.checkDeclaration(columns);
        rules.checkTimes(columns, nowMillis);
        if (columns.formatVersion == 1) {
            computeIdentities(batch, nowMillis);
        } else {
            takeIdentities(batch, nowMillis);
        }
        return new Partial(
                instance(true),
                columns.sequence,
                columns.endMillis,
                false,
                windows(nowMillis),
                due.take(),
                declarations.take());
    }

    /** Of format 1: every stack is named anew. */
    private void computeIdentities(byte[] batch, long nowMillis) throws RejectedException {
        rules.checkDictionaries(columns);
        rules.checkSamples(columns, columns.stacks(), Math.max(1, columns.strings()));
        rules.checkLedger(columns);
        identities.compute(batch, nowMillis);
    }

    /** Of format 2: the dictionary is opened only if there is a stack whose rows are due. */
    private void takeIdentities(byte[] batch, long nowMillis) throws RejectedException {
        rules.checkStackIds(columns);
        rules.checkSamples(columns, columns.stackIdsLength / DictionaryCodec.ID_BYTES, 1);
        rules.checkLedger(columns);
        if (identities.areKnown(batch, nowMillis)) {
            return;
        }
        byte[] dictionary;
        try {
            dictionary = DictionaryCodec.decompress(batch, columns.dictionaryOffset, columns.dictionaryLength);
            reader.readDictionary(dictionary);
        } catch (InvalidProtocolBufferException e) {
            throw new RejectedException(RejectReason.UNDECODABLE, String.valueOf(e.getMessage()));
        }
        opened++;
        rules.checkDictionaries(columns);
        identities.verify(dictionary, nowMillis);
    }

    /** Dictionaries that had to be opened so far. */
    long opened() {
        return opened;
    }

    /** Whether the collector of the batch that was just decoded samples less than it was asked to. */
    boolean slowed() {
        for (int i = 0; i < columns.rateSlowed.size(); i++) {
            if (columns.rateSlowed.get(i) > 1) {
                return true;
            }
        }
        return false;
    }

    /** Start of the batch that was just decoded, since the Unix epoch. */
    long startMillis() {
        return columns.startMillis;
    }

    /**
     * What the batch that was just rejected declares: all its samples taken, and dropped as rejected. Null if it does not
     * tell whose they are.
     */
    public @Nullable Partial booksOfRejected(long nowMillis) {
        try {
            rules.checkSender(columns);
        } catch (RejectedException e) {
            return null;
        }
        long moment = rules.isPlausible(columns.startMillis, nowMillis) ? columns.startMillis : nowMillis;
        List<LedgerEntry> entries = books.ofRejected(nowMillis);
        if (entries.isEmpty()) {
            return null;
        }
        WindowPart window = new WindowPart(WindowPart.startOf(moment), new SampleTable(), entries);
        Dictionary none = new Dictionary(columns.service, List.of(), List.of());
        return new Partial(instance(hasLabels()), columns.sequence, Long.MIN_VALUE, false, List.of(window), none);
    }

    private boolean hasLabels() {
        try {
            rules.checkLabels(columns);
            return true;
        } catch (RejectedException e) {
            return false;
        }
    }

    private Instance instance(boolean withLabels) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; withLabels && i < columns.labelNames.size(); i++) {
            labels.put(columns.labelNames.get(i), columns.labelValues.get(i));
        }
        return new Instance(columns.service, columns.instance, Collections.unmodifiableSortedMap(labels));
    }

    private List<WindowPart> windows(long nowMillis) {
        long firstStart = WindowPart.startOf(columns.startMillis);
        int last = 0;
        for (int i = 0; i < columns.samples(); i++) {
            last = Math.max(last, columns.sampleWindows.get(i));
        }
        @Nullable SampleTable[] tables = new @Nullable SampleTable[last + 1];
        long[][] counts = new long[last + 1][Event.limit()];
        for (int i = 0; i < columns.samples(); i++) {
            int window = columns.sampleWindows.get(i);
            SampleTable table = tables[window];
            if (table == null) {
                table = new SampleTable(columns.samples() / (last + 1));
                tables[window] = table;
            }
            int event = columns.sampleEvents.get(i);
            long count = columns.sampleCounts.get(i);
            table.add(event, identities.high(i), identities.low(i), columns.sampleValues.get(i), count);
            counts[window][event] += count;
        }
        List<List<LedgerEntry>> ledgers = books.ofStored(counts, nowMillis);
        List<WindowPart> windows = new ArrayList<>(last + 1);
        for (int window = 0; window <= last; window++) {
            SampleTable table = tables[window];
            List<LedgerEntry> ledger = ledgers.get(window);
            if (table != null || !ledger.isEmpty()) {
                long start = firstStart + window * WindowPart.LENGTH_MILLIS;
                windows.add(new WindowPart(start, table == null ? new SampleTable() : table, ledger));
            }
        }
        return windows;
    }
}
