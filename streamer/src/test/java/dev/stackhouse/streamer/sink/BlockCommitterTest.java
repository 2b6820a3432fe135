package dev.stackhouse.streamer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreContact;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import dev.stackhouse.storage.write.EncodedBlock;
import dev.stackhouse.streamer.RecordedMetrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.junit.jupiter.api.Test;

/** Commits to a real ClickHouse that goes away. */
class BlockCommitterTest {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void saysOnceThatClickHouseWentAndOnceThatItIsBack() throws Exception {
        try (TestingClickHouse clickHouse = TestingClickHouse.start();
                BlockCommitter committer = committer(clickHouse)) {
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

    private BlockCommitter committer(TestingClickHouse clickHouse) {
        StoreContact contact = new StoreContact(clickHouse.address(), lines::add, System.nanoTime());
        return new BlockCommitter(new BlockWriter(clickHouse.address()), contact, new CommitMetrics(metrics, contact));
    }

    private static void commit(BlockCommitter committer, long sequence) {
        BlockEncoder encoder = new BlockEncoder();
        encoder.ledger("shop", "a", "cpu", 1_700_000_000_000L, sequence, 5, new TreeMap<>(Map.of(1, 5L)));
        try {
            committer.commit(List.of(new Request(encoder.finish("token-" + sequence))));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A request that has to succeed. */
    private record Request(EncodedBlock block) implements CommitRequest<EncodedBlock> {
        @Override
        public EncodedBlock getCommittable() {
            return block;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
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
            throw new AssertionError("given up");
        }

        @Override
        public void updateAndRetryLater(EncodedBlock other) {
            throw new AssertionError("given up");
        }

        @Override
        public void signalAlreadyCommitted() {
            throw new AssertionError("was not");
        }
    }
}
