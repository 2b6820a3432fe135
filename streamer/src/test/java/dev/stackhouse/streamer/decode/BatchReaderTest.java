package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.proto.batch.v1.StackBatch;
import dev.stackhouse.streamer.Batches;
import dev.stackhouse.streamer.partial.LedgerEntry;
import dev.stackhouse.streamer.partial.Partial;
import dev.stackhouse.streamer.partial.WindowPart;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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
            assertThat(samples(partial)).isEqualTo(GenericParse.samples(batch));
        }
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
                assertThat(samples(partial)).isEqualTo(GenericParse.samples(batch));
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
        byte[] bytes = Batches.random(random, "shop", "shop-1", 1 + random.nextInt(100), NOW + random.nextInt(10_000))
                .toByteArray();
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

    private static Map<String, String> samples(Partial partial) {
        Map<String, String> texts = new TreeMap<>();
        for (WindowPart window : partial.windows()) {
            window.samples()
                    .forEach((event, high, low, value, count) -> texts.put(
                            String.format("%d %d %016x%016x", window.startMillis(), event, high, low),
                            value + "/" + count));
        }
        return texts;
    }
}
