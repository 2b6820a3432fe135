package dev.stackhouse.streamer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreContact;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import dev.stackhouse.storage.write.EncodedBlock;
import dev.stackhouse.streamer.RecordedMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.junit.jupiter.api.Test;

/** Commits to a real ClickHouse that goes away. */
class BlockCommitterTest {
    private static final long WINDOW_MILLIS = System.currentTimeMillis() / 10_000 * 10_000;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void saysOnceThatClickHouseWentAndOnceThatItIsBack() throws Exception {
        try (TestingClickHouse clickHouse = TestingClickHouse.start();
                BlockCommitter committer = committer(clickHouse, Duration.ofMinutes(5))) {
            commit(committer, 1);
            assertThat(metrics.value("blocksCommitted")).isEqualTo(1);
            assertThat(metrics.value("rowsCommitted")).isEqualTo(1);

            clickHouse.kill();
            CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> commit(committer, 2));
            while (metrics.value("commitRetries") < 3) {
                Thread.sleep(20);
            }
            assertThat(metrics.value("storeWaitMillis")).isPositive();
            assertThat(commit).isNotDone();
            clickHouse.restart();
            commit.join();

            assertThat(metrics.value("storeWaitMillis")).isZero();
            assertThat(metrics.value("blocksCommitted")).isEqualTo(2);
            assertThat(metrics.value("commitMillis")).isEqualTo(2);
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).startsWith("ClickHouse does not answer").contains(" address=http", " error=\"");
            assertThat(lines.get(1))
                    .startsWith("ClickHouse answers again.")
                    .contains(" away_seconds=")
                    .endsWith(" tries=" + metrics.value("commitRetries"));
        }
    }

    @Test
    void handsABlockBackWhenItsPatienceIsOverAndStoresItOnceHoweverOftenItComesAgain() throws Exception {
        try (TestingClickHouse clickHouse = TestingClickHouse.start();
                BlockCommitter committer = committer(clickHouse, Duration.ofMillis(50))) {
            Request request = request(1);
            clickHouse.kill();
            committer.commit(List.of(request));
            committer.commit(List.of(request));
            assertThat(request.handedBack).isEqualTo(2);
            assertThat(metrics.value("blocksCommitted")).isZero();
            assertThat(metrics.value("storeWaitMillis")).isPositive();

            clickHouse.restart();
            committer.commit(List.of(request));
            committer.commit(List.of(request));

            assertThat(request.handedBack).isEqualTo(2);
            assertThat(metrics.value("storeWaitMillis")).isZero();
            try (ProfileReader reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30))) {
                assertThat(reader.ledger("shop", "a", WINDOW_MILLIS, WINDOW_MILLIS + 10_000))
                        .singleElement()
                        .satisfies(row -> assertThat(row.taken()).isEqualTo(5));
            }
        }
    }

    private BlockCommitter committer(TestingClickHouse clickHouse, Duration patience) {
        StoreContact contact = new StoreContact(clickHouse.address(), lines::add, System.nanoTime());
        return new BlockCommitter(
                new BlockWriter(clickHouse.address()), contact, new CommitMetrics(metrics, contact), patience);
    }

    /** Commits a block that has to be taken. */
    private static void commit(BlockCommitter committer, long sequence) {
        Request request = request(sequence);
        try {
            committer.commit(List.of(request));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(request.handedBack).isZero();
    }

    private static Request request(long sequence) {
        BlockEncoder encoder = new BlockEncoder();
        encoder.ledger("shop", "a", "cpu", WINDOW_MILLIS, sequence, 5, new TreeMap<>(Map.of(1, 5L)));
        return new Request(encoder.finish("token-" + sequence));
    }

    private static final class Request implements CommitRequest<EncodedBlock> {
        private final EncodedBlock block;
        private int handedBack;

        Request(EncodedBlock block) {
            this.block = block;
        }

        @Override
        public EncodedBlock getCommittable() {
            return block;
        }

        @Override
        public int getNumberOfRetries() {
            return handedBack;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void retryLater() {
            handedBack++;
        }

        @Override
        public void updateAndRetryLater(EncodedBlock other) {
            throw new AssertionError("it is not another block");
        }

        @Override
        public void signalAlreadyCommitted() {
            throw new AssertionError("was not");
        }
    }
}
