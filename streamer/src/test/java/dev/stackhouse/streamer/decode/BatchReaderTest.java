package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.partial.Arrival;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.WindowPart;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The purpose-written reader against the generated one. */
class BatchReaderTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final int ROUNDS = 20_000;

    private final BatchDecoder decoder = new BatchDecoder(Duration.ofDays(30), 1_000);

    @Test
    void readsWhatTheGeneratedParserReads() throws RejectedException {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            StackBatch batch = Batches.random(random, "shop", "shop-1", 1 + round, NOW + random.nextInt(10_000));
            Partial partial = decoder.decode(batch.toByteArray(), NOW);
            assertThat(GenericParse.texts(partial)).isEqualTo(GenericParse.samples(batch));
        }
    }

    @Test
    void readsOfBothFormatsTheSame() throws RejectedException {
        Random random = new Random(4);
        BatchDecoder ofSealed = new BatchDecoder(Duration.ofDays(30), 100_000);
        BatchDecoder ofPlain = new BatchDecoder(Duration.ofDays(30), 100_000);
        for (int round = 0; round < 500; round++) {
            StackBatch plain = Batches.random(random, "shop", "shop-1", 1 + round, NOW + random.nextInt(10_000));
            byte[] sealed = Batches.sealed(plain).toByteArray();
            Partial expected = ofPlain.decode(plain.toByteArray(), NOW);

            Partial first = ofSealed.decode(sealed, NOW);
            long opened = ofSealed.opened();
            Partial second = ofSealed.decode(sealed, NOW);

            assertThat(content(first)).isEqualTo(content(expected));
            assertThat(rows(first)).isEqualTo(rows(expected));
            assertThat(content(second)).isEqualTo(content(expected));
            assertThat(second.dictionary().isEmpty()).isTrue();
            assertThat(ofSealed.opened()).isEqualTo(opened);
        }
        assertThat(ofSealed.opened()).isPositive();
    }

    @Test
    void refusesTheBytesThatTheGeneratedParserRefuses() {
        Random random = new Random(2);
        BatchReader reader = new BatchReader(new BatchColumns());
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(random);
            boolean generated = isReadByGeneratedParser(bytes);
            refused += generated ? 0 : 1;
            boolean own = true;
            try {
                reader.read(bytes);
            } catch (IOException e) {
                own = false;
            }
            assertThat(own).as("round %d: %s", round, Arrays.toString(bytes)).isEqualTo(generated);
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
    }

    private static boolean isReadByGeneratedParser(byte[] bytes) {
        try {
            return StackBatch.parseFrom(bytes).isInitialized();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    @Test
    void accountsForEveryMutatedBatch() throws InvalidProtocolBufferException {
        Random random = new Random(3);
        int stored = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(random);
            try {
                Partial partial = decoder.decode(bytes, NOW);
                StackBatch batch = StackBatch.parseFrom(bytes);
                assertThat(GenericParse.texts(partial)).isEqualTo(GenericParse.samples(batch));
                stored++;
            } catch (RejectedException e) {
                assertThat(e.reason()).isNotNull();
                Partial books = decoder.booksOfRejected(NOW);
                if (books != null) {
                    for (LedgerEntry entry : books.windows().get(0).ledger()) {
                        assertThat(entry.taken())
                                .isEqualTo(entry.droppedByReason().values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum());
                    }
                }
            }
        }
        assertThat(stored).isBetween(ROUNDS / 100, ROUNDS);
    }

    /** A valid batch with a few bytes changed, cut out or put in; now and then nothing but noise. */
    private static byte[] mutated(Random random) {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(50)];
            random.nextBytes(noise);
            return noise;
        }
        StackBatch batch =
                Batches.random(random, "shop", "shop-1", 1 + random.nextInt(100), NOW + random.nextInt(10_000));
        byte[] bytes = (random.nextBoolean() ? batch : Batches.sealed(batch)).toByteArray();
        for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 1; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    byte[] longer = new byte[bytes.length + 1];
                    System.arraycopy(bytes, 0, longer, 0, at);
                    longer[at] = (byte) random.nextInt(256);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    /** What is in the windows, but for the format in which it came. */
    private static List<WindowPart> content(Partial partial) {
        return partial.windows().stream()
                .map(part -> new WindowPart(
                        part.startMillis(),
                        part.samples(),
                        part.ledger().stream()
                                .map(entry -> new LedgerEntry(
                                        entry.event(),
                                        entry.sequence(),
                                        entry.taken(),
                                        entry.droppedByReason(),
                                        Arrival.UNKNOWN))
                                .toList()))
                .toList();
    }

    /** Rows of stacks and frames, in whatever order. */
    private static Set<String> rows(Partial partial) {
        Set<String> rows = new TreeSet<>();
        partial.dictionary()
                .stacks()
                .forEach(row -> rows.add(row.high() + " " + row.low() + " " + Arrays.toString(row.frameIds())));
        partial.dictionary().frames().forEach(row -> rows.add(row.toString()));
        return rows;
    }
}
