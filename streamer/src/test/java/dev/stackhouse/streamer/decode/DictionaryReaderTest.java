package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.batch.DictionaryCodec;
import dev.stackhouse.batch.StackDictionary;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Ledger;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The purpose-written reader of dictionaries against the generated one, on contents that were changed before they were compressed. */
class DictionaryReaderTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final int ROUNDS = 20_000;

    @Test
    void readsAndRefusesTheSameAsTheGeneratedParser() {
        Random random = new Random(5);
        BatchColumns columns = new BatchColumns();
        BatchReader reader = new BatchReader(columns);
        BatchRules rules = new BatchRules(RETENTION);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = MutatedDictionary.of(contentOf(batch(random)), random);
            StackDictionary expected = plainlyRead(content);
            boolean own = true;
            try {
                columns.clear();
                columns.formatVersion = 2;
                reader.readDictionary(content);
                rules.checkDictionaries(columns);
            } catch (InvalidProtocolBufferException | RejectedException e) {
                own = false;
            }
            assertThat(own).as("round %d: %s", round, expected).isEqualTo(expected != null);
            if (expected != null) {
                read++;
                assertThat(stacks(columns)).isEqualTo(expected.stacks());
            }
        }
        assertThat(read).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    @Test
    void takesABatchOnlyIfItsIdentitiesAreThoseOfTheGeneratedParsersStacks() throws Exception {
        Random random = new Random(6);
        int taken = 0;
        int otherwise = 0;
        for (int round = 0; round < ROUNDS / 4; round++) {
            StackBatch original = batch(random);
            byte[] content = MutatedDictionary.of(contentOf(original), random);
            StackBatch claiming =
                    original.toBuilder().setDictionary(compressed(content)).build();
            StackDictionary expected = plainlyRead(content);
            ByteString ids = expected == null ? ByteString.EMPTY : GenericParse.stackIds(expected);
            if (expected == null || !ids.equals(original.getStackIds())) {
                otherwise++;
                assertRejected(claiming);
            } else {
                assertTaken(claiming, expected);
            }
            if (expected != null && !ids.isEmpty()) {
                taken++;
                assertTaken(withSampleOfEveryStack(claiming, expected, ids), expected);
            }
        }
        assertThat(taken).isPositive();
        assertThat(otherwise).isPositive();
    }

    private static void assertTaken(StackBatch batch, StackDictionary expected) throws RejectedException {
        Partial partial = new BatchDecoder(RETENTION, 1_000).decode(batch.toByteArray(), NOW);
        assertThat(partial.windows()).isNotEmpty();
        assertThat(GenericParse.texts(partial)).isEqualTo(GenericParse.samples(batch));
        assertThat(partial.dictionary().stacks()).hasSize((int) expected.stacks().stream()
                .map(stack -> named(stack, expected))
                .distinct()
                .count());
    }

    /** Two stacks of frames that are equal are one. */
    private static List<String> named(Stack stack, StackDictionary dictionary) {
        return stack.getFrameIndexesList().stream()
                .map(index -> dictionary.frames().get(index))
                .map(frame -> dictionary.strings().get(frame.getClassIndex()) + "."
                        + dictionary.strings().get(frame.getMethodIndex()) + ":" + frame.getLine() + " "
                        + frame.getTypeValue())
                .toList();
    }

    private static void assertRejected(StackBatch batch) {
        BatchDecoder decoder = new BatchDecoder(RETENTION, 1_000);
        assertThatThrownBy(() -> decoder.decode(batch.toByteArray(), NOW))
                .isInstanceOfSatisfying(RejectedException.class, e -> assertThat(e.reason())
                        .isIn(RejectReason.UNDECODABLE, RejectReason.BAD_FRAME, RejectReason.BAD_STACK));
        Partial books = decoder.booksOfRejected(NOW);
        assertThat(books).isNotNull();
        assertThat(books.windows().get(0).ledger().stream()
                        .mapToLong(LedgerEntry::taken)
                        .sum())
                .isEqualTo(Batches.samples(batch));
    }

    /** What the generated parser and the rules of the contract, taken one by one, make of it; null if it is no dictionary. */
    private static @Nullable StackDictionary plainlyRead(byte[] content) {
        StackDictionary dictionary;
        try {
            dictionary = DictionaryCodec.open(
                    StackBatch.newBuilder().setDictionary(compressed(content)).build());
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
        boolean valid = dictionary.strings().get(0).isEmpty();
        for (Frame frame : dictionary.frames()) {
            valid &= frame.getLine() >= 0 && frame.getTypeValue() >= 0 && frame.getTypeValue() < 128;
        }
        for (Stack stack : dictionary.stacks()) {
            valid &= stack.getFrameIndexesCount() >= 1 && stack.getFrameIndexesCount() <= 2057;
        }
        return valid ? dictionary : null;
    }

    private static List<Stack> stacks(BatchColumns columns) {
        List<Stack> stacks = new ArrayList<>();
        for (int i = 0; i < columns.stacks(); i++) {
            Stack.Builder stack = Stack.newBuilder();
            for (int k = columns.stackStart(i); k < columns.stackEnds.get(i); k++) {
                stack.addFrameIndexes(columns.stackFrames.get(k));
            }
            stacks.add(stack.build());
        }
        return stacks;
    }

    private static StackBatch batch(Random random) {
        return Batches.sealed(Batches.random(random, "shop", "shop-1", 1, NOW + random.nextInt(10_000)));
    }

    private static StackBatch withSampleOfEveryStack(StackBatch batch, StackDictionary dictionary, ByteString ids) {
        StackBatch.Builder changed = batch.toBuilder().clearSamples().setStackIds(ids);
        for (int stack = 0; stack < dictionary.stacks().size(); stack++) {
            changed.addSamples(Sample.newBuilder()
                    .setStackIndex(stack)
                    .setEvent(EventType.EVENT_TYPE_CPU)
                    .setCount(1)
                    .setValue(stack));
        }
        return changed.setLedger(Ledger.newBuilder()
                        .addEvents(EventLedger.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_CPU)
                                .setSamplesTaken(dictionary.stacks().size())))
                .build();
    }

    private static byte[] contentOf(StackBatch batch) {
        byte[] dictionary = batch.getDictionary().toByteArray();
        try {
            return DictionaryCodec.decompress(dictionary, 0, dictionary.length);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteString compressed(byte[] content) {
        return ByteString.copyFrom(Zstd.compress(content));
    }
}
