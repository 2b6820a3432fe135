package dev.stackhouse.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.client.StoreClient;
import dev.stackhouse.storage.read.InstanceBooks;
import dev.stackhouse.storage.read.LedgerRow;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClickHouseTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    @Test
    void isGoneOnceClosedAndKeepsItsDirectoryToItselfUntilThen() {
        ProcessHandle engineProcess;
        try (EmbeddedClickHouse engine = EmbeddedClickHouse.start(directory, 0, PATIENCE)) {
            engineProcess = ProcessHandle.of(engine.pid()).orElseThrow();
            assertThatThrownBy(() -> EmbeddedClickHouse.start(directory, 0, PATIENCE))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("is in use by another ClickHouse engine");
        }
        assertThat(engineProcess.isAlive()).isFalse();

        try (EmbeddedClickHouse again = EmbeddedClickHouse.start(directory, 0, PATIENCE)) {
            assertThat(again.isAlive()).isTrue();
        }
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedClickHouse.start(directory, taken.getLocalPort(), PATIENCE))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is in use");
        }
    }

    @Test
    void keepsAcknowledgedRowsThroughAKill() {
        long now = System.currentTimeMillis() / 10_000 * 10_000;
        try (TestingClickHouse clickHouse = TestingClickHouse.start()) {
            BlockEncoder encoder = new BlockEncoder();
            encoder.sample("shop", "cpu", "one", now, 1, 1, 10, 4);
            encoder.ledger("shop", "one", "cpu", now, 1, 4, Map.of());
            try (BlockWriter writer = new BlockWriter(clickHouse.address())) {
                writer.write(encoder.finish("token"));
            }
            clickHouse.kill();
            clickHouse.restart();

            try (ProfileReader reader = new ProfileReader(clickHouse.address(), Duration.ofSeconds(30))) {
                assertThat(reader.ledger("shop", "", now, now + 10_000))
                        .containsExactly(new LedgerRow(
                                "shop", "one", "cpu", 4, 4, Map.of(), new InstanceBooks(1, 0, 0, false, 0, 0)));
            }
        }
    }

    @Test
    void keepsRoomOnTheDiskBecauseItAcknowledgesWhatItCannotWrite() {
        List<Long> keptFree = new ArrayList<>();
        try (TestingClickHouse clickHouse = TestingClickHouse.start();
                StoreClient client = new StoreClient(clickHouse.address(), Duration.ofSeconds(30))) {
            client.query(
                    "SELECT toInt64(keep_free_space) FROM system.disks", Map.of(), row -> keptFree.add(row.getLong(1)));
        }
        assertThat(keptFree).containsExactly(EngineFiles.KEPT_FREE_BYTES);
    }
}
